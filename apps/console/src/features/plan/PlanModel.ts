/**
 * The routing plan and one draft of it. Nothing holds before it is saved; somebody else's save meanwhile is taken in and
 * told, and the draft stays. What may be saved is the hub's to say. Knows no views.
 */
import {
  type BlendingRule,
  type Channel,
  type CommandInput,
  type MakeId,
  ok,
  type PlanView,
  type Queue,
  type QueueId,
  type RoutingPlan,
  type SitePlan,
  type WireError,
} from "@lotse/protocol";
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";
import { changesOf, type PlanChange, rebase } from "./changes.ts";
import {
  inOrder,
  newChannel,
  newQueue,
  newRule,
  withChannel,
  withoutChannel,
  withoutQueue,
  withoutRule,
  withQueue,
  withRule,
  withSite,
} from "./editing.ts";

export interface PlanDeps {
  readonly connection: Requests;
  readonly makeId: MakeId;
}

/** A refused save, and the part of the plan that it is about; null = no part in particular. */
export interface PlanProblem {
  readonly error: WireError;
  readonly at: { readonly id: string; readonly field: string | null } | null;
}

/** Somebody else saved meanwhile; `both` are parts that they changed, too, and that stay as they are here. */
export interface Meanwhile {
  readonly both: readonly PlanChange[];
}

/** A larger request would cost the connection; so much no plan has that the hub takes. */
const BYTES_MAX = 900_000;

const isTooLarge = (plan: RoutingPlan): boolean =>
  new TextEncoder().encode(JSON.stringify(plan)).length > BYTES_MAX;

const NONE: readonly PlanChange[] = [];
const PLACE = /(?:^|\.)(queues|channels|blending|sites)\.(\d+)(?:\.(\w+))?/;

const placeOf = (plan: RoutingPlan, field: string | undefined): PlanProblem["at"] => {
  const [, list, index, inside] = PLACE.exec(field ?? "") ?? [];
  if (list === "sites") {
    const site = plan.sites?.[Number(index)];
    return site === undefined ? null : { id: site.siteId, field: inside ?? null };
  }
  if (list !== "queues" && list !== "channels" && list !== "blending") return null;
  const part = plan[list][Number(index)];
  return part === undefined ? null : { id: part.id, field: inside ?? null };
};

export class PlanModel {
  readonly #deps: PlanDeps;
  readonly #base = signal<PlanView | null>(null);
  readonly #draft = signal<RoutingPlan | null>(null);
  readonly #busy = signal(false);
  readonly #problem = signal<PlanProblem | null>(null);
  readonly #meanwhile = signal<Meanwhile | null>(null);
  readonly #saved = signal(false);

  readonly loaded: Loading<PlanView>;
  readonly busy: ReadonlySignal<boolean> = this.#busy;
  readonly problem: ReadonlySignal<PlanProblem | null> = this.#problem;
  readonly meanwhile: ReadonlySignal<Meanwhile | null> = this.#meanwhile;
  /** Until the next change. */
  readonly saved: ReadonlySignal<boolean> = this.#saved;
  /** As it is, whatever is being edited. */
  readonly inForce = computed(() => this.#base.value?.plan ?? null);
  /** Channels of former plans by which something is open. */
  readonly retired = computed(() => this.#base.value?.retired ?? []);
  /** As it would be, once saved. */
  readonly plan = computed(() => this.#draft.value ?? this.#base.value?.plan ?? null);
  /** What can never happen in the plan as it was saved: no fault, but surely not meant. */
  readonly contradictions = computed(() => this.#base.value?.contradictions ?? []);
  readonly changes = computed(() => {
    const [base, draft] = [this.#base.value, this.#draft.value];
    return base === null || draft === null ? NONE : changesOf(base.plan, draft);
  });
  readonly unsaved = computed(() => this.changes.value.length > 0);

  constructor(deps: PlanDeps) {
    this.#deps = deps;
    this.loaded = new Loading(async () => {
      const result = await deps.connection.request("plan:read", {});
      if (!result.ok) return result;
      this.#arrived(result.value);
      return ok(result.value);
    });
  }

  /** For those who need names of queues and channels and do not look at the plan itself. */
  need(): void {
    if (this.#base.peek() === null) void this.loaded.load();
  }

  edit(how: (plan: RoutingPlan) => RoutingPlan): void {
    const plan = this.plan.peek();
    if (plan === null) return;
    batch(() => {
      this.#draft.value = how(plan);
      this.#saved.value = false;
    });
  }

  putQueue(queue: Queue): void {
    this.edit(plan => withQueue(plan, queue));
  }

  addQueue(): QueueId {
    const queue = newQueue(this.#deps.makeId);
    this.putQueue(queue);
    return queue.id;
  }

  removeQueue(id: QueueId): void {
    this.edit(plan => withoutQueue(plan, id));
  }

  putSite(site: SitePlan): void {
    this.edit(plan => withSite(plan, site));
  }

  putChannel(channel: Channel): void {
    this.edit(plan => withChannel(plan, channel));
  }

  /** One that is there already is not made anew. */
  addChannel(id: string): boolean {
    if (this.plan.peek()?.channels.some(channel => channel.id === id) !== false) return false;
    this.putChannel(newChannel(id));
    return true;
  }

  removeChannel(id: string): void {
    this.edit(plan => withoutChannel(plan, id));
  }

  putRule(rule: BlendingRule): void {
    this.edit(plan => withRule(plan, rule));
  }

  addRule(kind: BlendingRule["rule"]): void {
    this.edit(plan => withRule(plan, newRule(kind, plan, this.#deps.makeId)));
  }

  removeRule(id: string): void {
    this.edit(plan => withoutRule(plan, id));
  }

  putSettings(settings: Partial<RoutingPlan["settings"]>): void {
    this.edit(plan => ({ ...plan, settings: { ...plan.settings, ...settings } }));
  }

  discard(): void {
    batch(() => {
      this.#draft.value = null;
      this.#problem.value = null;
      this.#meanwhile.value = null;
    });
  }

  async save(): Promise<void> {
    const [base, draft] = [this.#base.peek(), this.#draft.peek()];
    if (base === null || draft === null || this.#busy.peek()) return;
    if (isTooLarge(draft)) {
      this.#problem.value = { error: { code: "PAYLOAD_TOO_LARGE", message: "Too large to send" }, at: null };
      return;
    }
    this.#busy.value = true;
    this.#problem.value = null;
    const ordered = inOrder(draft);
    // The schema's type is not read-only.
    const plan = ordered as CommandInput<"plan:save">["plan"];
    const result = await this.#deps.connection.request("plan:save", { plan, version: base.version });
    if (result.ok) this.#stored({ plan: ordered, ...result.value }, draft);
    else if (result.error.code === "PLAN_STALE") await this.loaded.load();
    else this.#problem.value = { error: result.error, at: placeOf(draft, result.error.field) };
    this.#busy.value = false;
  }

  /** What was typed while the hub was asked stays a draft. */
  #stored(view: PlanView, sent: RoutingPlan): void {
    batch(() => {
      const isAsSent = this.#draft.value === sent;
      this.#base.value = view;
      if (isAsSent) this.#draft.value = null;
      this.#meanwhile.value = null;
      this.#saved.value = isAsSent;
    });
  }

  #arrived(view: PlanView): void {
    const [base, draft] = [this.#base.peek(), this.#draft.peek()];
    batch(() => {
      this.#base.value = view;
      if (base === null || draft === null || !this.unsaved.peek()) {
        this.#draft.value = null;
        return;
      }
      if (base.version === view.version) return;
      const { plan, both } = rebase({ base: base.plan, mine: draft, theirs: view.plan });
      this.#draft.value = plan;
      this.#meanwhile.value = { both };
    });
  }
}
