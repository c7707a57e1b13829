import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, cut, diff, inverse, isNothing, join, movePlace, rebase, transform } from "./splice.ts";

const texts = fc.string({ unit: fc.constantFrom("a", "b", "🙂", "🙃", "\n"), maxLength: 12 });
const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

describe("a change of a text", () => {
  it("leads from one text to the other, and back, without half a character", () => {
    fc.assert(
      fc.property(texts, texts, fc.option(fc.nat(12)), (before, after, caret) => {
        const splice = diff(before, after, caret);
        expect(apply(before, splice)).toBe(after);
        expect(apply(after, inverse(before, splice))).toBe(before);
        expect(isWhole(splice.insert) && isWhole(before.slice(0, splice.at))).toBe(true);
        expect(isWhole(before.slice(splice.at, splice.at + splice.remove))).toBe(true);
        expect(isNothing(splice)).toBe(before === after);
      }),
    );
  });

  it("ends where the caret is, where it might have been made in several places", () => {
    expect(diff("aaa", "aaaa", 2)).toEqual({ at: 1, remove: 0, insert: "a" });
    expect(diff("aaa", "aaaa")).toEqual({ at: 3, remove: 0, insert: "a" });
    expect(diff("aaa", "aa", 1)).toEqual({ at: 1, remove: 1, insert: "" });
  });

  it("is one with the next where that goes on", () => {
    fc.assert(
      fc.property(texts, texts, texts, (one, two, three) => {
        const [first, second] = [diff(one, two), diff(two, three)];
        const both = join(first, second);
        if (both !== null) expect(apply(one, both)).toBe(three);
      }),
    );
    expect(join({ at: 1, remove: 0, insert: "a" }, { at: 2, remove: 0, insert: "b" })).toEqual({
      ...{ at: 1, remove: 0, insert: "ab" },
    });
    expect(join({ at: 2, remove: 1, insert: "" }, { at: 1, remove: 1, insert: "" })).toEqual({
      ...{ at: 1, remove: 2, insert: "" },
    });
    expect(join({ at: 0, remove: 0, insert: "a" }, { at: 5, remove: 0, insert: "b" })).toBeNull();
  });

  it("cuts no character in half", () => {
    expect(cut("a🙂", 2)).toBe("a");
    expect(cut("a🙂", 3)).toBe("a🙂");
    expect(cut("ab", -1)).toBe("");
  });
});

describe("a change after another", () => {
  const other = (before: string, after: string) => diff(before, after);

  it.each([
    ["before it: moves", "abc", { at: 3, remove: 0, insert: "X" }, "VabcX"],
    ["at the same place: stands behind it", "abc", { at: 0, remove: 0, insert: "X" }, "VXabc"],
  ])("%s", (_, text, mine, result) => {
    const after = `V${text}`;
    expect(apply(after, transform(mine, other(text, after)) ?? { at: 0, remove: 0, insert: "!" })).toBe(
      result,
    );
  });

  it("is given up where both changed the same characters", () => {
    expect(transform({ at: 0, remove: 3, insert: "John" }, other("Jon", "Jan"))).toBeNull();
    expect(transform({ at: 0, remove: 3, insert: "" }, other("abc", "aVbc"))).toBeNull();
    expect(transform({ at: 2, remove: 0, insert: "X" }, other("abcd", ""))).toBeNull();
  });

  it("removes what is left to be removed", () => {
    expect(transform({ at: 0, remove: 4, insert: "" }, other("abcd", "ad"))).toEqual({
      ...{ at: 0, remove: 2, insert: "" },
    });
    expect(transform({ at: 1, remove: 2, insert: "" }, other("abcd", "aXd"))).toMatchObject({ remove: 0 });
  });

  it("is kept where the other one is nobody's", () => {
    expect(
      apply("12 34", transform({ at: 0, remove: 4, insert: "9" }, other("1234", "12 34"), true) as never),
    ).toBe("9");
  });

  it("never removes what the other one put there", () => {
    const visitors = fc.string({ unit: fc.constantFrom("V", "W"), maxLength: 4 });
    const place = fc.nat(12);
    fc.assert(
      fc.property(
        texts,
        place,
        place,
        visitors,
        place,
        place,
        texts,
        (text, at, remove, words, from, gone, mine) => {
          const theirs = { at: Math.min(at, text.length), remove: 0, insert: words };
          const other = { ...theirs, remove: Math.min(remove, text.length - theirs.at) };
          const start = Math.min(from, text.length);
          const given = { at: start, remove: Math.min(gone, text.length - start), insert: mine };
          const moved = transform(given, other);
          const after = apply(text, other);
          const count = (one: string) => one.split(/[VW]/).length;
          if (moved !== null) expect(count(apply(after, moved))).toBe(count(after));
        },
      ),
    );
  });

  it("moves a row of changes, and says how many are lost", () => {
    const row = [
      { at: 0, remove: 0, insert: "x" },
      { at: 2, remove: 2, insert: "Y" },
    ];
    expect(rebase(row, "abcd", "abVcd")).toEqual({ splices: [row[0]], lost: 1 });
    expect(rebase(row, "abcd", "Vabcd").splices).toEqual([
      { at: 1, remove: 0, insert: "x" },
      { at: 3, remove: 2, insert: "Y" },
    ]);
  });

  it("moves a caret", () => {
    expect(movePlace(3, { at: 3, remove: 0, insert: "ab" })).toBe(5);
    expect(movePlace(3, { at: 3, remove: 0, insert: "ab" }, true)).toBe(3);
    expect(movePlace(3, { at: 1, remove: 4, insert: "x" })).toBe(2);
    expect(movePlace(1, { at: 3, remove: 4, insert: "x" })).toBe(1);
  });
});
