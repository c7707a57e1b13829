/**
 * The Radar area: the rules there are, an editor for each that was opened, and the settings of each site. Lives as long as the
 * console, so that drafts and what can be undone outlive a look elsewhere. Knows no views.
 */
import {
  type Clock,
  type MakeId,
  ok,
  type RuleId,
  type RuleView,
  type SiteId,
  type SiteView,
} from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Requests, Role } from "../../../ports.ts";
import { Loading } from "../../../ui/loading.ts";
import { Figures, type FiguresDeps } from "../figures.ts";
import type { Draft } from "./drafts.ts";
import { MatchingModel } from "./MatchingModel.ts";
import { namesIn, type RadarWorld } from "./names.ts";
import { type RuleDrafts, RuleEditor } from "./RuleEditor.ts";
import { SiteSettingsModel } from "./SiteSettingsModel.ts";

export interface RadarDeps {
  readonly connection: Requests;
  /** What the hub tells by itself. */
  readonly on?: FiguresDeps["on"];
  readonly clock: Pick<Clock, "nowMs" | "after">;
  readonly makeId: MakeId;
  readonly drafts: RuleDrafts;
  readonly sites: Loading<readonly SiteView[]>;
  /** What the plan and the visits looked at have of names. */
  readonly world: ReadonlySignal<RadarWorld>;
  readonly role: ReadonlySignal<Role>;
  /** Who may publish, by name. */
  readonly publishers: ReadonlySignal<readonly string[]>;
  /** A rule that was saved for the first time has another address from now on. */
  readonly onCreated: (was: RuleId, is: RuleId) => void;
}

export class RadarModel {
  readonly #deps: RadarDeps;
  readonly #editors = signal<ReadonlyMap<RuleId, RuleEditor>>(new Map());
  readonly #settings = signal<ReadonlyMap<SiteId, SiteSettingsModel>>(new Map());

  readonly rules: Loading<readonly RuleView[]>;
  readonly figures: Figures;
  readonly sites: Loading<readonly SiteView[]>;
  readonly publishers: ReadonlySignal<readonly string[]>;
  /** Who matches what is being written. */
  readonly matching: MatchingModel;
  readonly mayPublish = computed(() => this.#deps.role.value === "administrator");
  /** Which site the settings are shown of; null: the first. */
  readonly settingsOfId = signal<SiteId | null>(null);
  /** Rules that something is written of and not saved. */
  readonly unsavedRules = computed(() =>
    [...this.#editors.value.values()].filter(editor => editor.unsaved.value),
  );
  readonly unsavedSettings = computed(() =>
    [...this.#settings.value.values()].some(settings => settings.unsaved.value),
  );
  readonly unsaved = computed(() => this.unsavedRules.value.length > 0 || this.unsavedSettings.value);
  readonly world = computed(() => {
    const world = this.#deps.world.value;
    const shown = this.rules.state.value;
    return shown.kind === "shown" ? namesIn(shown.value, world) : world;
  });

  constructor(deps: RadarDeps) {
    this.#deps = deps;
    this.matching = new MatchingModel(deps);
    this.sites = deps.sites;
    const { connection, on } = deps;
    this.figures = new Figures({ connection, ...(on === undefined ? {} : { on }) });
    this.publishers = deps.publishers;
    this.rules = new Loading(async () => {
      const result = await deps.connection.request("rules:list", {});
      return result.ok ? ok(result.value.rules) : result;
    });
    for (const id of deps.drafts.ids()) this.#restore(id);
  }

  /** The hub knows best at the moment one looks. */
  entered(): void {
    void this.rules.load();
    void this.figures.lift.load();
    void this.sites.load();
  }

  editorOf(id: RuleId): RuleEditor {
    return this.#editors.peek().get(id) ?? this.#open(id);
  }

  start(siteId: SiteId, make: (nextId: () => number) => Draft): RuleId {
    const id = this.#deps.makeId() as RuleId;
    this.#open(id).begin(siteId, make);
    return id;
  }

  /** A new rule that nobody wants any more. */
  drop(id: RuleId): void {
    this.#deps.drafts.save(id, null);
    this.#editors.value = new Map([...this.#editors.peek()].filter(([other]) => other !== id));
  }

  settingsOf(siteId: SiteId): SiteSettingsModel {
    const known = this.#settings.peek().get(siteId);
    if (known !== undefined) return known;
    const model = new SiteSettingsModel(siteId, this.#deps.connection);
    this.#settings.value = new Map([...this.#settings.peek(), [siteId, model]]);
    return model;
  }

  siteName(id: SiteId): string {
    const sites = this.sites.state.value;
    return (sites.kind === "shown" && sites.value.find(site => site.id === id)?.name) || "";
  }

  close(): void {
    this.matching.close();
  }

  #open(id: RuleId): RuleEditor {
    const { connection, clock, drafts } = this.#deps;
    const editor = new RuleEditor(id, {
      ...{ connection, clock, drafts },
      onRule: rule => this.#put(rule),
      onCreated: (was, is) => {
        this.#editors.value = new Map(
          [...this.#editors.peek()].map(([other, model]) => [other === was ? is : other, model]),
        );
        this.#deps.onCreated(was, is);
      },
    });
    this.#editors.value = new Map([...this.#editors.peek(), [id, editor]]);
    return editor;
  }

  #restore(id: RuleId): void {
    // Of one that the hub has, the draft is taken up with the rule.
    if (!this.#open(id).restore()) void this.editorOf(id).loaded.load();
  }

  #put(rule: RuleView): void {
    this.rules.change(rules =>
      rules.some(({ id }) => id === rule.id)
        ? rules.map(other => (other.id === rule.id ? rule : other))
        : [...rules, rule],
    );
  }
}
