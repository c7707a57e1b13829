/**
 * What somebody new does next: become available, put the snippet on the site, see the first visitor. Each step knows
 * by itself whether it is done. Dismissed for good on this device, shown again on demand.
 */

import type { SiteView } from "@lotse/protocol";
import { type AgentView, ok } from "@lotse/protocol";
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Keep, Requests } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

export interface FirstStepsDeps {
  readonly connection: Requests;
  readonly keep: Keep;
  readonly agent: ReadonlySignal<AgentView | null>;
  /** Whether any visitor has been in contact while this console looked. */
  readonly anybodySeen: ReadonlySignal<boolean>;
}

const nameOf = (agent: AgentView) => `firstSteps:${agent.id}`;
const DISMISSED = "dismissed";
const SEEN = "visitorSeen";

export class FirstStepsModel {
  readonly #deps: FirstStepsDeps;
  readonly #shown = signal(false);
  readonly #visitorSeen = signal(false);
  readonly #stop: () => void;
  readonly sites: Loading<readonly SiteView[]>;

  readonly shown: ReadonlySignal<boolean> = this.#shown;
  readonly isAdministrator = computed(() => this.#deps.agent.value?.role === "administrator");
  readonly isAvailable = computed(() => this.#deps.agent.value?.presence === "available");
  /** The first visitor has rung, written or left something; remembered from then on. */
  readonly visitorSeen: ReadonlySignal<boolean> = this.#visitorSeen;

  constructor(deps: FirstStepsDeps) {
    this.#deps = deps;
    this.sites = new Loading(async () => {
      const result = await deps.connection.request("site:list", {});
      return result.ok ? ok(result.value.sites) : result;
    });
    const agentId = computed(() => deps.agent.value?.id ?? null);
    const stops = [
      effect(() => {
        if (agentId.value !== null) untracked(() => this.#meet());
      }),
      effect(() => {
        if (deps.anybodySeen.value) untracked(() => this.#seen());
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  show(): void {
    this.#shown.value = true;
    if (this.isAdministrator.value) void this.sites.load();
  }

  dismiss(): void {
    this.#shown.value = false;
    const agent = this.#deps.agent.value;
    if (agent !== null) this.#deps.keep.set(nameOf(agent), DISMISSED);
  }

  close(): void {
    this.#stop();
  }

  #meet(): void {
    const agent = this.#deps.agent.value;
    if (agent === null) return;
    this.#visitorSeen.value = this.#deps.anybodySeen.value || this.#deps.keep.get(SEEN) !== null;
    if (this.#deps.keep.get(nameOf(agent)) !== DISMISSED) this.show();
  }

  #seen(): void {
    this.#visitorSeen.value = true;
    this.#deps.keep.set(SEEN, "1");
  }
}
