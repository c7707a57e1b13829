import {
  type AgentId,
  type CommandInput,
  type ErrorCode,
  fail,
  ok,
  type Result,
  type RuleDefinition,
  type RuleId,
  type RuleVersionView,
  type RuleView,
  type SiteId,
  type WireError,
} from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeConnection, settle } from "../../../testing/FakeConnection.ts";
import { definitionOf, TEMPLATES, templateDraft } from "./drafts.ts";
import { counter, type EditNode, leavesIn } from "./EditTree.ts";
import { replace } from "./moves.ts";
import { isAboutField, RuleEditor } from "./RuleEditor.ts";
import { withFact } from "./tests.ts";

const SITE = "site" as SiteId;
const RULE = "rule" as RuleId;
const MINE = "mine" as RuleId;

const definition = (given: Partial<RuleDefinition> = {}): RuleDefinition => ({
  name: "Help",
  cel: "visit.pages > 3",
  priority: 0,
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: 1, perDay: null, perWeek: null },
  holdoutPercent: 0,
  action: { do: "showMessage", text: { de: "Hallo", en: "Hello" } },
  ...given,
});

const version = (n: number, given: Partial<RuleDefinition>, name = "Anna"): RuleVersionView => ({
  version: n,
  definition: definition(given),
  savedAtMs: n,
  savedBy: { id: name as AgentId, name },
  publishedAtMs: null,
  publishedBy: null,
  deeds: [],
});

type Publication = Pick<CommandInput<"rules:publish">, "version" | "inForce">;

/** A hub that keeps one rule as the real one does: a save names the newest version it has seen. */
class RuleHub extends FakeConnection {
  versions: RuleVersionView[] = [version(1, {})];
  publishedVersion: number | null = null;
  isRetired = false;

  constructor() {
    super();
    const answers: Readonly<Record<string, (input: never) => Result<unknown>>> = {
      "rules:read": () => ok({ rule: this.view(), versions: this.versions }),
      "rules:save": (input: { version: number; definition: RuleDefinition }) => this.#save(input),
      "rules:publish": (input: Publication) => this.#publish(input),
      "rules:rollBack": (input: Publication) => this.#publish(input),
      "rules:retire": (input: Pick<Publication, "inForce">) => {
        if (this.#isUnseen(input)) return fail({ code: "RULES_STALE", message: "" });
        this.isRetired = true;
        return ok({ rule: this.view() });
      },
    };
    for (const [name, answer] of Object.entries(answers)) this.answerWith(name as "rules:read", answer);
  }

  view(): RuleView {
    const [newest] = this.versions;
    if (newest === undefined) throw new Error("no version");
    const state = this.isRetired ? "retired" : this.publishedVersion === null ? "draft" : "published";
    const { publishedVersion } = this;
    const live = state === "published" ? this.versions.find(one => one.version === publishedVersion) : null;
    return { id: RULE, siteId: SITE, state, publishedVersion, inForce: live ?? null, newest };
  }

  savedBySomebodyElse(given: Partial<RuleDefinition>): void {
    const next = (this.versions[0]?.version ?? 0) + 1;
    this.versions = [version(next, given, "Clara"), ...this.versions];
  }

  #save({
    version: seen,
    definition: saved,
  }: {
    version: number;
    definition: RuleDefinition;
  }): Result<unknown> {
    if (seen !== 0 && seen !== this.versions[0]?.version) return fail({ code: "RULES_STALE", message: "" });
    this.versions = [version(seen + 1, saved), ...(seen === 0 ? [] : this.versions)];
    return ok({
      rule: this.view(),
      warnings: [],
      cost: { tests: 1, timed: 0, reads: 1, characters: 20 },
    });
  }

  #isUnseen({ inForce }: Pick<Publication, "inForce">): boolean {
    return inForce !== (this.isRetired ? null : this.publishedVersion);
  }

  #publish({ version: wanted, inForce }: Publication): Result<unknown> {
    if (this.#isUnseen({ inForce })) return fail({ code: "RULES_STALE", message: "" });
    this.isRetired = false;
    this.publishedVersion = wanted;
    return ok({ rule: this.view() });
  }
}

let hub: RuleHub;
let clock: FakeClock;
let keep: Map<RuleId, string>;
let created: (readonly [RuleId, RuleId])[];
let editor: RuleEditor;

const open = (id: RuleId): RuleEditor =>
  new RuleEditor(id, {
    connection: hub,
    clock,
    drafts: {
      load: id => keep.get(id) ?? null,
      save: (id, draft) => void (draft === null ? keep.delete(id) : keep.set(id, draft)),
      ids: () => [...keep.keys()],
    },
    onRule: () => undefined,
    onCreated: (was, is) => created.push([was, is]),
  });

beforeEach(async () => {
  hub = new RuleHub();
  clock = new FakeClock(1_000);
  keep = new Map();
  created = [];
  editor = open(RULE);
  await editor.loaded.load();
});

const cel = () => editor.draft.value.condition.text;
const refuse = (error: Partial<WireError> & { readonly code: ErrorCode }) =>
  hub.answerWith("rules:save", () => fail({ message: "", ...error }));

it("nothing holds before it is published, and nothing is stored before it is saved", async () => {
  editor.write("visit.pages > 5");
  editor.put({ priority: 7 });
  expect(editor.unsaved.value).toBe(true);
  expect(hub.versions).toHaveLength(1);
  expect(await editor.save()).toBe(true);
  expect(hub.versions[0]?.definition).toMatchObject({ cel: "visit.pages > 5", priority: 7 });
  expect([editor.unsaved.value, editor.done.value, hub.publishedVersion]).toEqual([false, "saved", null]);
  await editor.publish(2);
  expect([editor.done.value, editor.rule.value?.state]).toEqual(["published", "published"]);
  await editor.rollBack(1);
  expect(editor.rule.value?.publishedVersion).toBe(1);
  await editor.retire();
  expect(editor.rule.value?.state).toBe("retired");
});

it("what is not finished is not sent, neither as text nor as a tree", async () => {
  editor.write("visit.pages > ");
  expect(await editor.save()).toBe(false);
  editor.undo();
  editor.draw((tree, nextId) => ({
    id: nextId(),
    kind: "all",
    parts: [tree, { id: nextId(), kind: "any", parts: [] }],
  }));
  expect(editor.unsaved.value).toBe(true);
  expect(await editor.save()).toBe(false);
  expect(hub.namesAsked()).toEqual(["rules:read"]);
});

describe("undo", () => {
  it("takes a word back, not a letter; text, tree and forms alike; and redo brings it again", () => {
    editor.write("visit.pages > 4");
    clock.advance(100);
    editor.write("visit.pages > 45");
    clock.advance(5_000);
    editor.write("visit.pages > 456");
    editor.put({ priority: 3 }, "priority");
    editor.put({ priority: 33 }, "priority");
    editor.draw(tree => replace(tree, { id: tree.id, kind: "always", value: false }));
    const seen = () => [cel(), editor.draft.value.form.priority];
    const steps: unknown[] = [seen()];
    while (editor.mayUndo.value) {
      editor.undo();
      steps.push(seen());
    }
    expect(steps).toEqual([
      ["false", 33],
      ["visit.pages > 456", 33],
      ["visit.pages > 456", 0],
      ["visit.pages > 45", 0],
      ["visit.pages > 3", 0],
    ]);
    expect(editor.unsaved.value).toBe(false);
    while (editor.mayRedo.value) editor.redo();
    expect(seen()).toEqual(["false", 33]);
  });

  it("leads back over a save", async () => {
    editor.write("visit.pages > 5");
    await editor.save();
    editor.undo();
    expect([cel(), editor.unsaved.value]).toEqual(["visit.pages > 3", true]);
  });
});

describe("somebody else saves meanwhile", () => {
  beforeEach(async () => {
    editor.write("visit.pages > 9");
    hub.savedBySomebodyElse({ priority: 50 });
    await editor.save();
  });

  it("what I wrote stays, and theirs is told", () => {
    expect(editor.theirs.value).toMatchObject({ version: 2, savedBy: { name: "Clara" } });
    expect(cel()).toBe("visit.pages > 9");
    expect(hub.versions).toHaveLength(2);
  });

  it("I go on with mine: saved, it comes after theirs", async () => {
    editor.keepMine();
    expect(editor.theirs.value).toBeNull();
    await editor.save();
    expect(hub.versions.map(({ version: n, definition: d }) => [n, d.cel, d.priority])).toEqual([
      [3, "visit.pages > 9", 0],
      [2, "visit.pages > 3", 50],
      [1, "visit.pages > 3", 0],
    ]);
  });

  it("I take theirs, and mine can be had back", () => {
    editor.takeTheirs();
    expect([cel(), editor.draft.value.form.priority, editor.unsaved.value]).toEqual([
      "visit.pages > 3",
      50,
      false,
    ]);
    editor.undo();
    expect([cel(), editor.unsaved.value]).toEqual(["visit.pages > 9", true]);
  });

  it("and what nobody has changed is taken over by itself", async () => {
    editor.discard();
    hub.savedBySomebodyElse({ name: "Third" });
    await editor.loaded.load();
    expect([editor.draft.value.form.name, editor.theirs.value]).toEqual(["Third", null]);
  });
});

describe("kept in this tab", () => {
  it("a draft outlives the page, text that is no rule and a tree that is not finished included", async () => {
    for (const make of [
      () => editor.write("visit.pages > 77"),
      () => editor.write("visit.pages > "),
      () =>
        editor.draw((tree, nextId) => ({
          id: nextId(),
          kind: "not",
          part: {
            id: nextId(),
            kind: "all",
            parts: [
              tree,
              { id: nextId(), kind: "test", fact: "form.seconds", argument: "quote", op: ">", values: [] },
            ],
          },
        })),
    ]) {
      editor.discard();
      make();
      const before = editor.draft.value;
      const again = open(RULE);
      await again.loaded.load();
      expect(again.unsaved.value).toBe(true);
      const { form, condition } = again.draft.value;
      expect([form, condition.text, condition.ahead]).toEqual([
        before.form,
        before.condition.text,
        before.condition.ahead,
      ]);
      const facts = (tree: EditNode) => leavesIn(tree).map(leaf => "fact" in leaf && leaf.fact);
      expect(facts(condition.tree)).toEqual(
        condition.ahead === "text" ? [null] : facts(before.condition.tree),
      );
    }
  });

  it("and is gone once it is saved or thrown away", async () => {
    editor.put({ name: "x" });
    expect(keep.size).toBe(1);
    await editor.save();
    expect(keep.size).toBe(0);
    editor.put({ name: "y" });
    editor.discard();
    expect(keep.size).toBe(0);
  });

  it("of an older version is told what has come since", async () => {
    editor.put({ name: "x" });
    hub.savedBySomebodyElse({ priority: 5 });
    const again = open(RULE);
    await again.loaded.load();
    expect(again.theirs.value?.version).toBe(2);
    expect(again.draft.value.form.name).toBe("x");
  });

  it("what is no draft of ours is none", async () => {
    editor.put({ name: "x" });
    const [good = ""] = keep.values();
    for (const text of [
      "{",
      "null",
      "[]",
      good.replace('"name"', '"nom"'),
      good.replace('"text":{', '"t":{'),
    ]) {
      keep.set(RULE, text);
      const again = open(RULE);
      await again.loaded.load();
      expect(again.unsaved.value).toBe(false);
    }
  });
});

describe("a new rule", () => {
  it("is nobody's but this tab's until it is saved, and goes on under the name the hub gives it", async () => {
    const mine = open(MINE);
    mine.begin(SITE, () =>
      templateDraft("basket", { name: "Basket", names: { form: "", skill: "" }, nextId: counter() }),
    );
    expect([mine.isNew, mine.unsaved.value, keep.size]).toEqual([true, false, 0]);
    mine.put({ name: "Mine" });
    expect([...keep.keys()]).toEqual([MINE]);
    const again = open(MINE);
    expect(again.restore()).toBe(true);
    expect(again.draft.value.form.name).toBe("Mine");
    expect(await mine.save()).toBe(true);
    expect(created).toEqual([[MINE, RULE]]);
    expect([mine.id, mine.isNew, mine.unsaved.value, keep.size]).toEqual([RULE, false, false, 0]);
    expect(hub.versions[0]?.definition.cel).toBe("basket.value >= 100 && page.exitIntent");
  });

  it.each(TEMPLATES)("template %s is a rule as soon as its names are known", id => {
    const nextId = counter();
    const known = templateDraft(id, { name: "x", names: { form: "quote", skill: "Sales" }, nextId });
    expect(known.condition.ahead).toBe("both");
    const unknown = templateDraft(id, { name: "x", names: { form: "", skill: "" }, nextId });
    expect(unknown.condition.ahead).toBe(id === "form" ? "tree" : "both");
    expect(definitionOf(known).action.do).not.toBe("callHook");
  });

  it("is not asked for at the hub", async () => {
    const mine = open(MINE);
    mine.begin(SITE, nextId => templateDraft("form", { name: "x", names: { form: "", skill: "" }, nextId }));
    mine.draw(tree => {
      const [first] = leavesIn(tree);
      return first?.kind === "test" ? replace(tree, withFact(first, "page.seconds")) : tree;
    });
    await settle();
    expect(hub.namesAsked()).toEqual(["rules:read"]);
  });
});

describe("what the hub refuses", () => {
  it("is said, with its field, and the draft stays", async () => {
    refuse({ code: "TEXT_EMPTY", field: "definition.action.text.de" });
    editor.put({ priority: 9 });
    expect(await editor.save()).toBe(false);
    const problem = editor.problem.value;
    expect([
      isAboutField(problem, "action"),
      isAboutField(problem, "action.text"),
      isAboutField(problem, "act"),
    ]).toEqual([true, true, false]);
    expect(editor.unsaved.value).toBe(true);
    hub.answerWith("rules:publish", () =>
      fail({ code: "RULE_TOO_COMPLEX", message: "", field: "definition.cel" }),
    );
    await editor.publish(1);
    expect(editor.problem.value?.code).toBe("RULE_TOO_COMPLEX");
  });

  it("is shown first, if somebody else published meanwhile; then it may be decided again", async () => {
    hub.savedBySomebodyElse({ priority: 7 });
    hub.publishedVersion = 2;
    await editor.publish(1);
    expect([editor.problem.value?.code, hub.publishedVersion]).toEqual(["RULES_STALE", 2]);
    expect([
      editor.rule.value?.publishedVersion,
      editor.theirs.value?.version ?? editor.base.value?.version,
    ]).toEqual([2, 2]);
    await editor.rollBack(1);
    expect([editor.problem.value, editor.done.value, hub.publishedVersion]).toEqual([null, "rolledBack", 1]);
    hub.publishedVersion = 2;
    await editor.retire();
    expect([editor.problem.value?.code, hub.isRetired]).toEqual(["RULES_STALE", false]);
    await editor.retire();
    expect([editor.problem.value, editor.done.value, hub.isRetired]).toEqual([null, "retired", true]);
  });

  it("is not asked twice at once", async () => {
    const answer = hub.hold("rules:save");
    editor.put({ priority: 9 });
    const first = editor.save();
    expect(await editor.save()).toBe(false);
    answer({ rule: hub.view(), warnings: [], cost: { tests: 1, timed: 0, reads: 1, characters: 1 } });
    expect(await first).toBe(true);
  });

  it("what is changed while it is asked stays a draft", async () => {
    editor.put({ priority: 9 });
    const saving = editor.save();
    editor.put({ priority: 10 });
    await saving;
    expect([
      hub.versions[0]?.definition.priority,
      editor.draft.value.form.priority,
      editor.unsaved.value,
    ]).toEqual([9, 10, true]);
  });
});
