/**
 * The way into the Radar area: its code is loaded when somebody first enters, and its model lives as long as the console from then
 * on. Puts together what the area must know of others: names, sites, who may publish. Knows nothing of rules.
 */
import type { AgentConnection } from "@lotse/client";
import type { AgentView, Clock, MakeId } from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type * as radarArea from "../features/radar/area.tsx";
import type { RadarWorld } from "../features/radar/rules/names.ts";
import type { RadarModel } from "../features/radar/rules/RadarModel.ts";
import type { RuleDrafts } from "../features/radar/rules/RuleEditor.ts";
import type { VisitModel } from "../features/visits/VisitModel.ts";
import type { Requests } from "../ports.ts";
import type { Router } from "../routing/Router.ts";
import type { SettingsModel } from "./SettingsModel.ts";

export type RadarModule = Pick<typeof radarArea, "RadarModel" | "RadarArea">;
export type LoadRadar = () => Promise<RadarModule>;

export type RadarState =
  | { readonly kind: "absent" | "loading" | "failed" }
  | { readonly kind: "here"; readonly area: RadarModule; readonly model: RadarModel };

export interface RadarEntryDeps {
  readonly load: LoadRadar;
  readonly connection: Requests & Pick<AgentConnection, "on">;
  readonly clock: Pick<Clock, "nowMs" | "after">;
  readonly makeId: MakeId;
  readonly router: Router;
  readonly agent: ReadonlySignal<AgentView | null>;
  readonly settings: Pick<SettingsModel, "plan" | "people" | "sites">;
  readonly visit: Pick<VisitModel, "state">;
  readonly drafts: () => RuleDrafts;
}

const languageFree = ({ de, en }: { readonly de: string; readonly en: string }): string =>
  de === en ? de : `${de} / ${en}`;

export class RadarEntry {
  readonly #deps: RadarEntryDeps;
  readonly #state = signal<RadarState>({ kind: "absent" });
  readonly state: ReadonlySignal<RadarState> = this.#state;

  constructor(deps: RadarEntryDeps) {
    this.#deps = deps;
  }

  /** Rules are not for agents to look at. */
  may(): boolean {
    const role = this.#deps.agent.value?.role;
    return role === "supervisor" || role === "administrator";
  }

  /** Also of what an earlier life of this page has left, although nobody has looked at it since. */
  isUnsaved(): boolean {
    const state = this.#state.value;
    return state.kind === "here" ? state.model.unsaved.value : this.#deps.drafts().ids().length > 0;
  }

  async enter(): Promise<void> {
    const { settings } = this.#deps;
    // The hub knows names best at the moment they are looked at.
    settings.plan.need();
    void settings.people.members.load();
    const { kind } = this.#state.peek();
    if (kind === "here" || kind === "loading") return;
    this.#state.value = { kind: "loading" };
    try {
      const area = await this.#deps.load();
      this.#state.value = { kind: "here", area, model: this.#open(area) };
    } catch {
      this.#state.value = { kind: "failed" };
    }
  }

  close(): void {
    const state = this.#state.peek();
    if (state.kind === "here") state.model.close();
  }

  #open(area: RadarModule): RadarModel {
    const { connection, clock, makeId, router, agent, settings, drafts } = this.#deps;
    return new area.RadarModel({
      ...{ connection, clock, makeId },
      on: (event, fn) => connection.on(event, fn),
      drafts: drafts(),
      sites: settings.sites.sites,
      world: computed(() => this.#world()),
      role: computed(() => agent.value?.role ?? "agent"),
      publishers: computed(() => this.#publishers()),
      onCreated: (was, is) => {
        const route = router.route.peek();
        if (route.kind !== "radar" || route.at.show !== "rule" || route.at.ruleId !== was) return;
        router.replace({ kind: "radar", at: { ...route.at, ruleId: is } });
      },
    });
  }

  #world(): RadarWorld {
    const { settings, visit } = this.#deps;
    const plan = settings.plan.inForce.value;
    const members = settings.people.members.state.value;
    const levels = [
      ...(plan?.queues.flatMap(({ needs, prefers }) => [...needs, ...prefers]) ?? []),
      ...(members.kind === "shown" ? members.value.flatMap(({ skills }) => skills) : []),
    ];
    const seen = visit.state.value;
    const facts = seen.kind === "shown" ? seen.visit.facts : null;
    return {
      known: plan !== null && members.kind === "shown",
      skills: [...new Set(levels.map(({ skill }) => skill))].sort(),
      queues: plan?.queues.map(({ key, name }) => ({ key, name: languageFree(name) })) ?? [],
      seen: { form: Object.keys(facts?.forms ?? {}), sku: Object.keys(facts?.products ?? {}) },
    };
  }

  #publishers(): readonly string[] {
    const members = this.#deps.settings.people.members.state.value;
    if (members.kind !== "shown") return [];
    return members.value
      .filter(({ role, state }) => role === "administrator" && state === "active")
      .map(({ name }) => name);
  }
}
