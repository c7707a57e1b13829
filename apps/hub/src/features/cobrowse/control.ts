/**
 * One session's grants, kept and told, and the acts under them on their way to the visitor's page. What arrives here has the right
 * shape; whether it holds is judged here, and once more by the page. Knows no sockets and no frames.
 */
import {
  type GrantEvent,
  type GrantNews,
  type GrantState,
  grantsView,
  grantsWakeAtMs,
  noGrants,
  stepGrants,
} from "@lotse/cobrowse/control/grants";
import type {
  Act,
  ActAnswer,
  ActCall,
  ActMessage,
  AgentId,
  Clock,
  Deed,
  FieldTold,
  GrantsView,
  MarkedBy,
  SharingHappening,
  TimedGrant,
  Unsubscribe,
} from "@lotse/protocol";
import { viewerOf } from "./sharingLog.ts";

/** The visitor's page, as far as it is acted on. */
export interface ActedPage {
  grants(view: GrantsView): void;
  act(call: ActCall): void;
  /** The visitor was asked, and gave it. */
  allowPointing(): void;
}

/** One viewer's console. */
export interface ActingViewer {
  readonly by: MarkedBy;
  grants(view: GrantsView): void;
  acted(answer: ActAnswer): void;
  field(told: FieldTold): void;
  /** Handed over, and not yet gone out to the network. */
  backlogBytes(): number;
}

export type ActOutcome = "passed" | "noGrant" | "repeated" | "gone";

/** What may be done under which grant. Links are followed by pages pushed, which is no act. */
const isUnder = (grant: TimedGrant, { kind }: Act): boolean => grant === "control" || kind === "scroll";

/** More than an agent can be waiting for. */
const FORMER_MAX = 50;
/** A line in which more waits is not filled with what is in a field; the console sees that a revision is missing. */
const BACKLOG_BYTES_MAX = 1_000_000;

export interface ControlDeps {
  readonly clock: Clock;
  readonly isPointing: () => boolean;
  readonly happened: (happening: SharingHappening) => void;
}

interface Known {
  readonly by: MarkedBy;
  /** Null: gone. */
  viewer: ActingViewer | null;
  lastSeq: number;
}

const happeningOf = (news: GrantNews): SharingHappening => {
  if (news.kind === "ended") {
    const { id, grant } = news.held;
    return { kind: "ended", id, grant, why: news.why };
  }
  const { id, grant, by, reason } = news.question;
  if (news.kind === "asked") return { kind: "asked", by: viewerOf(by), id, grant, reason };
  return { kind: "answered", id, grant, outcome: news.outcome };
};

export class Control {
  readonly #deps: ControlDeps;
  readonly #viewers = new Set<ActingViewer>();
  /** Whose each grant is or was, and the last act that was passed on under it. */
  readonly #known = new Map<number, Known>();
  #state: GrantState;
  #page: ActedPage | null = null;
  #cancelWake: Unsubscribe = () => {};

  constructor(deps: ControlDeps) {
    this.#deps = deps;
    this.#state = noGrants(deps.clock.nowMs());
  }

  /** Takes over from the page before. */
  addPage(page: ActedPage): void {
    this.#page = page;
    this.say({ kind: "pageCame" });
    page.grants(this.#view());
  }

  removePage(page: ActedPage): void {
    if (this.#page !== page) return;
    this.#page = null;
    this.say({ kind: "pageLeft" });
  }

  isPage(page: ActedPage): boolean {
    return this.#page === page;
  }

  addViewer(viewer: ActingViewer): void {
    this.#viewers.add(viewer);
    this.#deps.happened({ kind: "viewerCame", by: viewerOf(viewer.by) });
    viewer.grants(this.#view());
  }

  removeViewer(viewer: ActingViewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.say({ kind: "viewerLeft", viewer: viewer.by.viewer });
    this.#deps.happened({ kind: "viewerLeft", by: viewerOf(viewer.by) });
    for (const known of this.#known.values()) if (known.viewer === viewer) known.viewer = null;
  }

  /** Asked for while it is there, pointing needs no question. */
  ask(event: Extract<GrantEvent, { kind: "ask" }>): void {
    if (event.grant !== "point" || !this.#deps.isPointing()) this.say(event);
  }

  say(event: GrantEvent): void {
    const before = this.#state;
    const { state, news } = stepGrants(before, event, this.#deps.clock.nowMs());
    this.#state = state;
    this.#wake();
    this.#remember();
    for (const one of news) this.#follow(one);
    if (news.length > 0) this.#tell();
  }

  act(viewer: ActingViewer, { grant, seq, act }: ActMessage): ActOutcome {
    // What fell due this very moment is over, whatever the timers do.
    this.say({ kind: "timePassed" });
    const held = this.#state.held.find(({ id }) => id === grant);
    const known = this.#known.get(grant);
    if (held === undefined || known?.viewer !== viewer || !isUnder(held.grant, act)) return "noGrant";
    if (seq <= known.lastSeq) return "repeated";
    if (this.#page === null) return "gone";
    known.lastSeq = seq;
    this.#page.act({ grant, seq, act, by: viewer.by });
    return "passed";
  }

  /** The page's word on an act, also on one whose grant is over by now: for who did it. False: that is nobody. */
  acted(answer: ActAnswer): boolean {
    const viewer = this.#viewerOf(answer);
    viewer?.acted(answer);
    return viewer !== null;
  }

  /** What is in a field, only as long as the grant lasts. */
  field(told: FieldTold): boolean {
    this.say({ kind: "timePassed" });
    const isHeld = this.#state.held.some(({ id, grant }) => id === told.grant && grant === "control");
    const viewer = isHeld ? this.#viewerOf(told) : null;
    if (viewer === null || viewer.backlogBytes() >= BACKLOG_BYTES_MAX) return false;
    viewer.field(told);
    return true;
  }

  /** The grant under which the agent leads, whichever of their viewers has it. */
  leading(agentId: AgentId): number | null {
    this.say({ kind: "timePassed" });
    const held = this.#state.held.find(({ grant, by }) => grant === "navigate" && by.agentId === agentId);
    return held?.id ?? null;
  }

  /** Under a grant that is or was; what the visitor undoes may be later than its end. */
  deed(deed: Deed): boolean {
    const by = this.#known.get(deed.grant)?.by;
    if (by !== undefined) this.#deps.happened({ kind: "done", by: viewerOf(by), deed });
    return by !== undefined;
  }

  end(): void {
    this.say({ kind: "over" });
    this.silence();
  }

  silence(): void {
    this.#cancelWake();
    this.#viewers.clear();
    this.#page = null;
  }

  #viewerOf({
    grant,
    viewer: number,
  }: {
    readonly grant: number;
    readonly viewer: number;
  }): ActingViewer | null {
    const viewer = this.#known.get(grant)?.viewer;
    return viewer?.by.viewer === number ? viewer : null;
  }

  #remember(): void {
    for (const { id, by } of this.#state.held) {
      const viewer = [...this.#viewers].find(one => one.by.viewer === by.viewer);
      if (viewer !== undefined && !this.#known.has(id)) this.#known.set(id, { by, viewer, lastSeq: 0 });
    }
    const [oldest] = this.#known.size > FORMER_MAX ? this.#known.keys() : [];
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  #follow(news: GrantNews): void {
    if (news.kind === "answered" && news.outcome === "given" && news.question.grant === "point") {
      this.#page?.allowPointing();
    }
    this.#deps.happened(happeningOf(news));
  }

  #view(): GrantsView {
    return grantsView(this.#state, this.#deps.clock.nowMs());
  }

  #tell(): void {
    const view = this.#view();
    this.#page?.grants(view);
    for (const viewer of this.#viewers) viewer.grants(view);
  }

  #wake(): void {
    this.#cancelWake();
    const { clock } = this.#deps;
    const atMs = grantsWakeAtMs(this.#state);
    this.#cancelWake =
      atMs === null ? () => {} : clock.after(atMs - clock.nowMs(), () => this.say({ kind: "timePassed" }));
  }
}
