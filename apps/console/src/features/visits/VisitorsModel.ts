/**
 * Who is on the sites now, one page of it, as long as somebody looks: the hub is asked to tell of changes, and asked again before
 * it forgets. Keeps what was asked for while one looks elsewhere. Knows no views, and nothing of one visitor.
 */
import type { AgentConnection } from "@lotse/client";
import type {
  Clock,
  CommandInput,
  LiveVisitors,
  MakeId,
  RuleId,
  SiteId,
  Unsubscribe,
  VisitorsSort,
  WireError,
} from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../ports.ts";

export const PAGE_SIZE = 50;
/** After the last key. */
const PAUSE_MS = 300;
/** The hub tells for a minute. */
const GO_ON_MS = 40_000;
/** When the hub could not answer. */
const AGAIN_MS = 5_000;

export interface VisitorsQuery {
  /** Who has gone a while ago, in place of who is there. */
  readonly left: boolean;
  /** In the page's address or title. */
  readonly page: string;
  readonly siteId: SiteId | null;
  readonly withBasket: boolean;
  readonly ruleId: RuleId | null;
  readonly sort: VisitorsSort;
  /** So many are before those that are shown. */
  readonly offset: number;
}

export const FIRST_QUERY: VisitorsQuery = {
  left: false,
  page: "",
  siteId: null,
  withBasket: false,
  ruleId: null,
  sort: "newest",
  offset: 0,
};

export type VisitorsState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError }
  /** `isOld`: something else was asked for since. */
  | { readonly kind: "shown"; readonly value: LiveVisitors; readonly isOld: boolean };

export interface VisitorsDeps {
  readonly connection: Requests & Pick<AgentConnection, "on">;
  readonly clock: Pick<Clock, "after">;
  readonly makeId: MakeId;
}

export class VisitorsModel {
  readonly #deps: VisitorsDeps;
  readonly #state = signal<VisitorsState>({ kind: "loading" });
  readonly #query = signal<VisitorsQuery>(FIRST_QUERY);
  readonly #rules = signal<ReadonlyMap<RuleId, string>>(new Map());
  readonly #stop: Unsubscribe;
  /** One name for each question, so that what is told of an earlier one is known as such. */
  #viewId: string | null = null;
  #cancel: Unsubscribe = () => undefined;

  readonly state: ReadonlySignal<VisitorsState> = this.#state;
  readonly query: ReadonlySignal<VisitorsQuery> = this.#query;
  /** Those that were near for anybody while this console looked. */
  readonly rules: ReadonlySignal<ReadonlyMap<RuleId, string>> = this.#rules;
  /** Those whose visitors this agent may see. */
  readonly sites = computed(() => {
    const state = this.#state.value;
    return state.kind === "shown" ? state.value.sites : [];
  });
  readonly isFiltered = computed(() => {
    const { page, siteId, withBasket, ruleId } = this.#query.value;
    return page.trim() !== "" || siteId !== null || withBasket || ruleId !== null;
  });

  constructor(deps: VisitorsDeps) {
    this.#deps = deps;
    this.#stop = deps.connection.on("visitors:changed", ({ viewId, ...value }) => {
      if (viewId === this.#viewId) this.#take(value);
    });
  }

  /** Somebody looks; until `leave`. */
  enter(): void {
    if (this.#viewId === null) void this.#ask();
  }

  leave(): void {
    this.#cancel();
    const viewId = this.#viewId;
    this.#viewId = null;
    if (viewId !== null) void this.#deps.connection.request("visitors:unwatch", { viewId });
  }

  /** After a reconnect the hub no longer knows who looks. */
  refresh(): void {
    if (this.#viewId !== null) void this.#watch(this.#viewId);
  }

  /** Whatever is asked for but another page of it begins at the first. */
  change(part: Partial<VisitorsQuery>): void {
    this.#query.value = { ...this.#query.value, offset: 0, ...part };
    const state = this.#state.value;
    if (state.kind === "shown") this.#state.value = { ...state, isOld: true };
    if (this.#viewId === null) return;
    this.#cancel();
    if (part.page === undefined) void this.#ask();
    else this.#cancel = this.#deps.clock.after(PAUSE_MS, () => void this.#ask());
  }

  close(): void {
    this.#cancel();
    this.#viewId = null;
    this.#stop();
  }

  #input(): CommandInput<"visitors:list"> {
    const { left, page, siteId, withBasket, ruleId, sort, offset } = this.#query.value;
    return {
      ...{ sort, offset, limit: PAGE_SIZE },
      ...(left ? { who: "left" as const } : {}),
      ...(page.trim() === "" ? {} : { page: page.trim() }),
      ...(siteId === null ? {} : { siteId }),
      ...(withBasket ? { basket: "filled" as const } : {}),
      ...(ruleId === null ? {} : { ruleId }),
    };
  }

  async #ask(): Promise<void> {
    const before = this.#viewId;
    const viewId = this.#deps.makeId();
    this.#viewId = viewId;
    if (before !== null) void this.#deps.connection.request("visitors:unwatch", { viewId: before });
    await this.#watch(viewId);
  }

  /** Again and again under one name, until something else is asked for or nobody looks any more. */
  async #watch(viewId: string): Promise<void> {
    const { connection, clock } = this.#deps;
    this.#cancel();
    if (this.#state.value.kind === "failed") this.#state.value = { kind: "loading" };
    const result = await connection.request("visitors:watch", { viewId, ...this.#input() });
    if (this.#viewId !== viewId) return;
    if (result.ok) this.#take(result.value);
    else if (this.#state.value.kind !== "shown") this.#state.value = { kind: "failed", error: result.error };
    if (this.#viewId !== viewId) return;
    this.#cancel = clock.after(result.ok ? GO_ON_MS : AGAIN_MS, () => void this.#watch(viewId));
  }

  #take(value: LiveVisitors): void {
    this.#state.value = { kind: "shown", value, isOld: false };
    const fresh = value.visitors.flatMap(({ close }) =>
      close === null || this.#rules.value.get(close.ruleId) === close.ruleName
        ? []
        : [[close.ruleId, close.ruleName] as const],
    );
    if (fresh.length > 0) this.#rules.value = new Map([...this.#rules.value, ...fresh]);
    const { offset } = this.#query.value;
    // So many have left that this page is none any more.
    if (offset > 0 && value.visitors.length === 0) {
      this.change({ offset: Math.max(0, Math.ceil(value.total / PAGE_SIZE) - 1) * PAGE_SIZE });
    }
  }
}
