import type { Language } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readShape, type Shape } from "../../test/readSentence.ts";
import { testArbitrary, treeArbitrary } from "../../test/trees.ts";
import { FACTS } from "../catalogue/index.ts";
import { compile, evaluate } from "../compile.ts";
import type { FactValue } from "../facts.ts";
import { jsonOf, type RuleTree, treeOf } from "../text.ts";
import { plainSentence, type Sentence, sentenceOf, sentencePieces } from "./index.ts";

const LANGUAGES: readonly Language[] = ["de", "en"];

const said = (cel: string) => {
  const tree = treeOf(cel);
  return LANGUAGES.map(language => plainSentence(sentenceOf(tree, language), language));
};

describe("what a manager reads", () => {
  it.each([
    [
      '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0',
      "wenn der Besucher länger als 2 Minuten im Formular „quote“ war oder das Produkt „P“ angesehen hat, und wenn mindestens ein Berater mit „Sales“ frei ist",
      "if the visitor has been in form “quote” for more than 2 minutes or has looked at product “P”, and if at least one agent with “Sales” is free",
    ],
    [
      'form("q").seconds > 90.5 && form("q").seconds <= 3600',
      "wenn der Besucher länger als 1 Minute 30,5 Sekunden im Formular „q“ war und höchstens 1 Stunde im Formular „q“ war",
      "if the visitor has been in form “q” for more than 1 minute 30.5 seconds and has been in form “q” for at most 1 hour",
    ],
    [
      '!(page.path.startsWith("/a")) && page.referrer == "" && visit.pages != 0',
      "wenn der Pfad der Seite nicht mit „/a“ beginnt, die verweisende Adresse leer ist und der Besucher mindestens eine Seite gesehen hat",
      "if the page's path does not start with “/a”, the referring address is empty and the visitor has seen at least one page",
    ],
    [
      "visit.pages > 9 || !(visit.seconds < 86400 && (basket.value >= 99.9 || basket.changed))",
      "wenn der Besucher mindestens 10 Seiten gesehen hat oder es nicht zutrifft, dass (der Besuch kürzer als 1 Tag dauert und (der Wert des Warenkorbs mindestens 99,90 beträgt oder der Besucher den Warenkorb geändert hat))",
      "if the visitor has seen at least 10 pages or it is not the case that (the visit has lasted less than 1 day and (the basket's value is at least 99.90 or the visitor has changed the basket))",
    ],
    [
      "time.hour >= 9 && time.hour < 18 && !(time.weekday in [6, 7])",
      "wenn die Stunde nicht vor 9 Uhr liegt, vor 18 Uhr liegt und der Wochentag nicht Samstag/Sonntag ist",
      "if the hour is not before 9:00, is before 18:00 and the weekday is not one of Saturday, Sunday",
    ],
    [
      'fact("newsletter") && contact.attribute("age") >= 18 && queue("advice").expectedSeconds < 60',
      "wenn die Angabe „newsletter“ zutrifft, die Eigenschaft „age“ des Kontakts mindestens 18 beträgt und die erwartete Wartezeit der Warteschlange „advice“ weniger als 1 Minute beträgt",
      "if the fact “newsletter” is true, the contact's attribute “age” is at least 18 and the expected wait of queue “advice” is less than 1 minute",
    ],
    [
      'visit.pages < 0 || !(skill("Sales").free >= 0)',
      "wenn der Besucher weniger als 0 Seiten gesehen hat oder weniger als 0 Berater mit „Sales“ frei sind",
      "if the visitor has seen fewer than 0 pages or fewer than 0 agents with “Sales” are free",
    ],
    ["false", "wenn es nie so ist", "if it is never so"],
  ])("%s", (cel, de, en) => {
    expect(said(cel)).toEqual([de, en]);
  });

  it("[S1] says every fact in both languages, affirmed and denied in different words", () => {
    for (const { example } of FACTS) {
      const tree = treeOf(example);
      if (tree.kind !== "test") continue;
      for (const language of LANGUAGES) {
        const yes = plainSentence(sentenceOf(tree, language), language);
        const no = plainSentence(sentenceOf({ kind: "not", part: tree }, language), language);
        expect(yes).not.toBe(no);
        expect(`${yes} ${no}`).not.toMatch(/undefined|NaN| {2}|\[object/);
      }
    }
  });
});

/** Every value that tells two tests of one fact apart: borders and what lies between them. */
const SAMPLES: readonly FactValue[] = [
  ...Array.from({ length: 15 }, (_, index) => index / 2),
  ...Array.from({ length: 65 }, (_, index) => index / 10),
  ...["", "a", "b", "ab", "ba", "xabx", "true", "false"],
  ...[true, false],
];

describe("the words mean what the rule means", () => {
  it("[S2] tests that are said alike are true of the same values", () => {
    const facts = FACTS.filter(fact => fact.type !== "duration");
    const pair = fc.constantFrom(...facts).chain(fact => {
      const one = testArbitrary({ facts: [fact], small: true });
      const signed = fc
        .tuple(one, fc.boolean())
        .map(([test, negated]): RuleTree => (negated ? { kind: "not", part: test } : test));
      return fc.tuple(signed, signed, fc.constant(fact));
    });
    let alike = 0;
    fc.assert(
      fc.property(pair, fc.constantFrom(...LANGUAGES), ([left, right, fact], language) => {
        const words = (tree: RuleTree) => plainSentence(sentenceOf(tree, language), language);
        if (words(left) !== words(right)) return;
        alike += 1;
        const whole = fact.type === "number" && fact.unit !== "percent";
        for (const value of SAMPLES) {
          if (whole && typeof value === "number" && !Number.isInteger(value)) continue;
          const facts = { read: () => value };
          const is = (tree: RuleTree) => evaluate(compile(jsonOf(tree)), facts, 0).result;
          expect(is(left)).toBe(is(right));
        }
      }),
      { numRuns: 20_000 },
    );
    expect(alike).toBeGreaterThan(1_000);
  });
});

const leavesOf = (tree: RuleTree): readonly RuleTree[] => {
  if (tree.kind === "not") return leavesOf(tree.part);
  return tree.kind === "all" || tree.kind === "any" ? tree.parts.flatMap(leavesOf) : [tree];
};

describe("AND and OR cannot be taken for each other", () => {
  /** Clauses become c0, c1 ...; what is left is the structure. */
  const numbered = (sentence: Sentence, next: { n: number }): Sentence => {
    if (sentence.kind === "clause") return { ...sentence, subject: `c${next.n++}`, rest: "." };
    if (sentence.kind === "not") return { ...sentence, part: numbered(sentence.part, next) };
    return { ...sentence, parts: sentence.parts.map(part => numbered(part, next)) };
  };
  const shapeOf = (sentence: Sentence): Shape => {
    if (sentence.kind === "clause") return sentence.subject;
    if (sentence.kind === "not") return ["not", shapeOf(sentence.part)];
    return [sentence.kind, ...sentence.parts.map(shapeOf)];
  };

  it.each(LANGUAGES)(
    "[S3] a reader who knows only the joints finds the rule's structure again (%s)",
    language => {
      fc.assert(
        fc.property(treeArbitrary({ depth: 5 }), tree => {
          const sentence = numbered(sentenceOf(tree, language), { n: 0 });
          expect(readShape(plainSentence(sentence, language), language)).toEqual(shapeOf(sentence));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it("no clause holds a joint of its own", () => {
    const joints = { de: /\b(und|oder|wenn)\b|[()]/, en: /\b(and|or|if)\b|[()]/ };
    fc.assert(
      fc.property(testArbitrary({ small: true }), fc.boolean(), (test, negated) => {
        for (const language of LANGUAGES) {
          const sentence = sentenceOf(negated ? { kind: "not", part: test } : test, language);
          expect(sentence.kind === "clause" && `${sentence.subject} ${sentence.rest}`).not.toMatch(
            joints[language],
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("[S4] every test of the rule has a stretch of the sentence that is its own, in the rule's order", () => {
    fc.assert(
      fc.property(treeArbitrary({ depth: 5 }), fc.constantFrom(...LANGUAGES), (tree, language) => {
        const said = sentencePieces(sentenceOf(tree, language), language).flatMap(piece => piece.tree ?? []);
        const tests = said.map(part => (part.kind === "not" ? part.part : part));
        expect(tests).toEqual(leavesOf(tree));
      }),
    );
  });

  const HELD = { de: /„(?:\\.|[^\\“”„])*“/gsu, en: /“(?:\\.|[^\\“”„])*”/gsu } as const;
  const saidOf = (tree: RuleTree, language: Language) => plainSentence(sentenceOf(tree, language), language);

  it("[S5] no name pretends to be a part of the sentence", () => {
    const two = 'page.title == "x" || page.path == "/y"';
    const one = [
      'page.title == "x” or the page\'s path is “/y"',
      'page.title == "x“ ist oder der Pfad der Seite „/y"',
    ];
    for (const language of LANGUAGES) {
      for (const cel of one) expect(saidOf(treeOf(cel), language)).not.toBe(saidOf(treeOf(two), language));
    }
    const [, turned] = said('form("a\\u202eb\\nc").seconds > 1');
    expect(turned).toContain("“a\\u{202E}b\\u{A}c”");
  });

  it("[S5] whatever names hold, the rest of the sentence is as with any other name", () => {
    const name = fc.string({
      ...{ minLength: 1, maxLength: 12 },
      unit: fc.constantFrom(
        ..."ab“”„\"\\u{}' ,",
        "\u202e",
        "\n",
        "\u2028",
        "\u200b",
        "\ud800",
        " or ",
        "” or “",
      ),
    });
    const rule = (form: string, title: string): RuleTree => ({
      kind: "any",
      parts: [
        { kind: "test", fact: "form.errors", argument: form, op: ">", value: 1 },
        { kind: "test", fact: "page.title", argument: null, op: "in", values: [title, form] },
      ],
    });
    fc.assert(
      fc.property(name, name, name, (form, title, other) => {
        for (const language of LANGUAGES) {
          const sentence = saidOf(rule(form, title), language);
          const around = (text: string) => text.replaceAll(HELD[language], "_");
          expect(around(sentence)).toBe(around(saidOf(rule("a", "b"), language)));
          expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(sentence === saidOf(rule(form, other), language)).toBe(title === other);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("has the tree's structure, line by line", () => {
    const sentence = sentenceOf(treeOf("visit.pages > 1 && !(product('P').viewed || true)"), "de");
    expect(sentence).toMatchObject({
      kind: "all",
      heading: "alles davon zutrifft",
      parts: [
        { kind: "clause", subject: "der Besucher", rest: "mindestens 2 Seiten gesehen hat" },
        { kind: "not", part: { kind: "any", heading: "mindestens eines davon zutrifft" } },
      ],
    });
  });
});
