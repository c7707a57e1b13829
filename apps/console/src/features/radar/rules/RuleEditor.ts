/**
 * One rule: its versions as the hub has them, and one draft of it. Nothing holds before it is published; somebody else's save
 * meanwhile is told and the draft stays. Knows no views, and not how many rules there are.
 */
import {
  type Clock,
  type CommandInput,
  ok,
  type Result,
  type RuleCostView,
  type RuleDefinition,
  type RuleId,
  type RuleVersionView,
  type RuleView,
  type RuleWarning,
  type SiteId,
  type WireError,
} from "@lotse/protocol";
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";
import { Loading } from "../../../ui/loading.ts";
import { same } from "../../../ui/same.ts";
import { type Condition, withText, withTree } from "./Condition.ts";
import { blankDraft, type Draft, definitionOf, draftOf, type RuleForm } from "./drafts.ts";
import { counter, type EditNode } from "./EditTree.ts";
import { History } from "./History.ts";
import { kept, readKept } from "./kept.ts";

/** Drafts kept for this tab. */
export interface RuleDrafts {
  load(ruleId: RuleId): string | null;
  save(ruleId: RuleId, draft: string | null): void;
  /** Rules of which one is kept. */
  ids(): readonly RuleId[];
}

export interface RuleEditorDeps {
  readonly connection: Requests;
  readonly clock: Pick<Clock, "nowMs">;
  readonly drafts: RuleDrafts;
  /** The hub has told what a rule is like now. */
  readonly onRule: (rule: RuleView) => void;
  /** A new rule got its name from the hub. */
  readonly onCreated: (was: RuleId, is: RuleId) => void;
}

interface Known {
  readonly rule: RuleView;
  readonly versions: readonly RuleVersionView[];
}

export type Done = "saved" | "published" | "rolledBack" | "retired";

/** What the hub said of the draft when it was saved: neither keeps anybody from publishing it. */
export interface Told {
  readonly warnings: readonly RuleWarning[];
  readonly cost: RuleCostView;
}

type Request = "rules:publish" | "rules:rollBack" | "rules:retire";

export class RuleEditor {
  readonly #deps: RuleEditorDeps;
  readonly #nextId = counter();
  #id: RuleId;
  readonly #known = signal<Known | null>(null);
  readonly #siteId = signal<SiteId | null>(null);
  /** The version that the draft changes. */
  readonly #base = signal<RuleVersionView | null>(null);
  readonly #history: History<Draft>;
  readonly #start = signal<Draft>(blankDraft(this.#nextId));
  readonly #busy = signal(false);
  readonly #problem = signal<WireError | null>(null);
  readonly #theirs = signal<RuleVersionView | null>(null);
  readonly #done = signal<Done | null>(null);
  readonly #told = signal<Told | null>(null);

  readonly loaded: Loading<true>;
  readonly busy: ReadonlySignal<boolean> = this.#busy;
  readonly problem: ReadonlySignal<WireError | null> = this.#problem;
  /** What somebody else saved after the version that the draft changes. */
  readonly theirs: ReadonlySignal<RuleVersionView | null> = this.#theirs;
  /** Until the next change. */
  readonly done: ReadonlySignal<Done | null> = this.#done;
  readonly told: ReadonlySignal<Told | null> = this.#told;
  readonly siteId: ReadonlySignal<SiteId | null> = this.#siteId;
  /** Null: the hub does not have it yet. */
  readonly rule = computed(() => this.#known.value?.rule ?? null);
  readonly versions = computed(() => this.#known.value?.versions ?? []);
  readonly draft: ReadonlySignal<Draft>;
  readonly mayUndo: ReadonlySignal<boolean>;
  readonly mayRedo: ReadonlySignal<boolean>;
  readonly base: ReadonlySignal<RuleVersionView | null> = this.#base;
  readonly unsaved = computed(() => {
    const draft = this.draft.value;
    const base = this.#base.value;
    if (draft === this.#start.value) return false;
    return base === null || draft.condition.ahead !== "both" || !same(definitionOf(draft), base.definition);
  });

  constructor(id: RuleId, deps: RuleEditorDeps) {
    this.#id = id;
    this.#deps = deps;
    this.#history = new History(this.#start.peek(), () => deps.clock.nowMs());
    this.draft = this.#history.current;
    this.mayUndo = this.#history.mayUndo;
    this.mayRedo = this.#history.mayRedo;
    this.loaded = new Loading(async () => {
      const result = await deps.connection.request("rules:read", { ruleId: this.#id });
      if (!result.ok) return result;
      this.#arrived(result.value);
      return ok(true);
    });
  }

  /** A rule that the hub does not have: its draft is all there is of it. */
  begin(siteId: SiteId, make: (nextId: () => number) => Draft): void {
    const draft = make(this.#nextId);
    batch(() => {
      this.#siteId.value = siteId;
      this.#start.value = draft;
      this.#history.begin(draft);
      this.loaded.set(true);
    });
  }

  /** Of an earlier life of this page. False: nothing is kept. */
  restore(): boolean {
    const found = readKept(this.#deps.drafts.load(this.#id), this.#nextId);
    if (found === null || found.basedOn !== 0) return false;
    batch(() => {
      this.#siteId.value = found.siteId;
      this.#history.begin(found.draft);
      this.loaded.set(true);
    });
    return true;
  }

  /** Of a new rule the page's own, until the hub has named it. */
  get id(): RuleId {
    return this.#id;
  }

  get isNew(): boolean {
    return this.#known.value === null && this.#siteId.value !== null;
  }

  /** `kind`: typing that goes on is one step. */
  put(part: Partial<RuleForm>, kind: string | null = null): void {
    const draft = this.draft.peek();
    this.#change({ ...draft, form: { ...draft.form, ...part } }, kind);
  }

  write(text: string): void {
    this.#condition(condition => withText(condition, text, this.#nextId), "text");
  }

  draw(how: (tree: EditNode, nextId: () => number) => EditNode, kind: string | null = null): void {
    this.#condition(condition => withTree(condition, how(condition.tree, this.#nextId)), kind);
  }

  undo(): void {
    this.#history.undo();
    this.#changed();
  }

  redo(): void {
    this.#history.redo();
    this.#changed();
  }

  discard(): void {
    const base = this.#base.peek();
    batch(() => {
      if (base !== null) this.#adopt(base);
      else this.#history.begin(this.#start.peek());
      this.#problem.value = null;
      this.#theirs.value = null;
    });
    this.#deps.drafts.save(this.#id, null);
  }

  /** Mine goes on from their version: saved, it comes after it. */
  keepMine(): void {
    const theirs = this.#theirs.peek();
    if (theirs === null) return;
    batch(() => {
      this.#base.value = theirs;
      this.#theirs.value = null;
      this.#problem.value = null;
    });
    this.#changed();
  }

  /** Theirs as my draft; mine can be had back by undo. */
  takeTheirs(): void {
    const theirs = this.#theirs.peek();
    if (theirs === null) return;
    batch(() => {
      this.keepMine();
      this.#history.do(draftOf(theirs.definition, this.#nextId));
    });
    this.#changed();
  }

  /** False: it is not saved, and `problem` or `theirs` says why. */
  async save(): Promise<boolean> {
    const draft = this.draft.peek();
    const siteId = this.#siteId.peek();
    if (siteId === null || this.#busy.peek() || draft.condition.ahead !== "both") return false;
    const base = this.#base.peek();
    // The schema's type is not read-only.
    const definition = definitionOf(draft) as CommandInput<"rules:save">["definition"];
    const of = base === null ? { version: 0 } : { ruleId: this.#id, version: base.version };
    const result = await this.#ask(() =>
      this.#deps.connection.request("rules:save", { siteId, ...of, definition }),
    );
    if (!result.ok) {
      if (result.error.code === "RULES_STALE") await this.loaded.load();
      else this.#problem.value = result.error;
      return false;
    }
    const { rule, ...told } = result.value;
    this.#stored(rule, draft, told);
    return true;
  }

  async publish(version: number): Promise<void> {
    await this.#decide("rules:publish", { ruleId: this.#id, version, inForce: this.#inForce() }, "published");
  }

  async rollBack(version: number): Promise<void> {
    await this.#decide(
      "rules:rollBack",
      { ruleId: this.#id, version, inForce: this.#inForce() },
      "rolledBack",
    );
  }

  async retire(): Promise<void> {
    await this.#decide("rules:retire", { ruleId: this.#id, inForce: this.#inForce() }, "retired");
  }

  /** As it was seen here. */
  #inForce(): number | null {
    const rule = this.rule.peek();
    return rule?.state === "published" ? rule.publishedVersion : null;
  }

  async #ask<T>(request: () => Promise<Result<T>>): Promise<Result<T>> {
    batch(() => {
      this.#busy.value = true;
      this.#problem.value = null;
      this.#done.value = null;
    });
    const result = await request();
    this.#busy.value = false;
    return result;
  }

  async #decide<N extends Request>(name: N, input: CommandInput<N>, done: Done): Promise<void> {
    if (this.#busy.peek()) return;
    const result = await this.#ask(() => this.#deps.connection.request(name, input));
    if (!result.ok) {
      // What somebody else did meanwhile is shown before anything is decided again
      if (result.error.code === "RULES_STALE") await this.loaded.load();
      this.#problem.value = result.error;
      return;
    }
    this.#deps.onRule(result.value.rule);
    await this.loaded.load();
    this.#done.value = done;
  }

  /** What was changed while the hub was asked stays a draft, of the version that was saved. */
  #stored(rule: RuleView, sent: Draft, told: Told): void {
    const was = this.#id;
    const versions = this.versions.peek().filter(({ version }) => version !== rule.newest.version);
    batch(() => {
      this.#told.value = told;
      this.#theirs.value = null;
      this.#base.value = rule.newest;
      this.#start.value = sent;
      this.#known.value = { rule, versions: [rule.newest, ...versions] };
    });
    if (was !== rule.id) {
      this.#deps.drafts.save(was, null);
      this.#id = rule.id;
      this.#deps.onCreated(was, rule.id);
    }
    this.#changed();
    this.#done.value = "saved";
    this.#deps.onRule(rule);
  }

  #condition(how: (condition: Condition) => Condition, kind: string | null): void {
    const draft = this.draft.peek();
    const condition = how(draft.condition);
    if (condition !== draft.condition) this.#change({ ...draft, condition }, kind);
  }

  #change(draft: Draft, kind: string | null): void {
    this.#history.do(draft, kind);
    this.#changed();
  }

  #changed(): void {
    this.#done.value = null;
    const siteId = this.#siteId.peek();
    if (siteId === null) return;
    const basedOn = this.#base.peek()?.version ?? 0;
    const text = this.unsaved.peek() ? kept({ siteId, basedOn, draft: this.draft.peek() }) : null;
    this.#deps.drafts.save(this.#id, text);
  }

  #adopt(version: RuleVersionView): void {
    const draft = draftOf(version.definition, this.#nextId);
    batch(() => {
      this.#base.value = version;
      this.#start.value = draft;
      this.#history.begin(draft);
    });
  }

  #arrived(known: Known): void {
    const isFirst = this.#known.peek() === null;
    const { rule, versions } = known;
    batch(() => {
      this.#known.value = known;
      this.#siteId.value = rule.siteId;
      if (isFirst) this.#resume(rule, versions);
      else if (!this.unsaved.peek()) {
        // Undo leads back over what was saved, as long as nobody else has saved since.
        if (this.#base.peek()?.version !== rule.newest.version) this.#adopt(rule.newest);
      } else if (this.#base.peek()?.version !== rule.newest.version) this.#theirs.value = rule.newest;
    });
    this.#deps.onRule(rule);
  }

  /** With the draft that an earlier life of this page has left, if there is one. */
  #resume(rule: RuleView, versions: readonly RuleVersionView[]): void {
    this.#adopt(rule.newest);
    const found = readKept(this.#deps.drafts.load(this.#id), this.#nextId);
    if (found === null) return;
    this.#history.do(found.draft);
    const base = versions.find(({ version }) => version === found.basedOn);
    if (base === undefined || base.version === rule.newest.version) return;
    this.#base.value = base;
    this.#theirs.value = rule.newest;
  }
}

/** What a refused save says of a field: `action.text` is about `definition.action.text.de`, too. */
export const isAboutField = (problem: WireError | null, field: string): boolean => {
  const path = `definition.${field}`;
  return problem?.field === path || problem?.field?.startsWith(`${path}.`) === true;
};

/** Under which definition a rule is followed now; null for a draft and what is retired. */
export const inForce = (
  rule: RuleView | null,
  versions: readonly RuleVersionView[],
): RuleDefinition | null =>
  rule?.state === "published"
    ? (versions.find(({ version }) => version === rule.publishedVersion)?.definition ?? null)
    : null;
