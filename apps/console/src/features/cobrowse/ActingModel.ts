/**
 * What the visitor lets this agent do, and what the agent does by it: asks, gives back, passes acts on and their outcome
 * back to the mirror. The hub and the visitor's page decide; this only shows what they said. Knows no views.
 */
import type { StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror } from "@lotse/cobrowse/replay/port";
import type {
  ActRefusal,
  AskedGrant,
  Clock,
  GivenGrant,
  GrantOutcome,
  GrantsView,
  TimedGrant,
  Unsubscribe,
} from "@lotse/protocol";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { PointingModel } from "./PointingModel.ts";

export interface ActingDeps {
  readonly clock: Clock;
  readonly post: (message: ToMirror) => void;
  readonly stream: () => StreamConnection | null;
  readonly pointing: Pick<PointingModel, "tool" | "select" | "allowed">;
}

/** `elsewhere`: another screen of this agent's has it. */
export type GrantState =
  | { readonly kind: "none" }
  | { readonly kind: "asked" }
  | { readonly kind: "held"; readonly untilMs: number }
  | { readonly kind: "elsewhere" };

/** What is said for a moment: an answer to a question, or why an act was not done. */
export type ActingWord =
  | {
      readonly kind: "answer";
      readonly grant: AskedGrant;
      readonly outcome: Exclude<GrantOutcome, "withdrawn">;
    }
  | { readonly kind: "refusal"; readonly why: ActRefusal };

const WORD_MS = 6_000;
const NOTHING: GrantsView = { given: [], asked: null, answered: null };
const NONE: GrantState = { kind: "none" };

export class ActingModel {
  readonly #deps: ActingDeps;
  readonly #view = signal<GrantsView>(NOTHING);
  readonly #toldAtMs = signal(0);
  readonly #viewer = signal(-1);
  readonly #word = signal<ActingWord | null>(null);
  /** The last question of this screen's. */
  #mine: { readonly id: number; readonly grant: AskedGrant } | null = null;
  #leftSeq = 0;
  #cancelWord: Unsubscribe = () => undefined;

  readonly #asking = signal<AskedGrant | null>(null);

  readonly word: ReadonlySignal<ActingWord | null> = this.#word;
  /** The agent is writing why; null: nothing is about to be asked for. */
  readonly asking: ReadonlySignal<AskedGrant | null> = this.#asking;

  constructor(deps: ActingDeps) {
    this.#deps = deps;
  }

  state(grant: AskedGrant): GrantState {
    const { given, asked } = this.#view.value;
    const isMine = (by: { readonly viewer: number }): boolean => by.viewer === this.#viewer.value;
    const held = given.find(one => one.grant === grant);
    if (held !== undefined) {
      if (!isMine(held.by)) return { kind: "elsewhere" };
      return { kind: "held", untilMs: this.#toldAtMs.value + held.restMs };
    }
    return asked?.grant === grant && isMine(asked.by) ? { kind: "asked" } : NONE;
  }

  /** One question at a time. */
  get mayAsk(): boolean {
    return this.#view.value.asked === null;
  }

  /** Begins to ask; null: leaves it. */
  consider(grant: AskedGrant | null): void {
    this.#asking.value = grant;
  }

  /** The tool, where it is in hand; else the question for it. */
  choose(): void {
    if (this.#held("control") !== null) this.#deps.pointing.select("act");
    else if (this.mayAsk) this.consider("control");
  }

  ask(grant: AskedGrant, reason: string): void {
    this.consider(null);
    const words = reason.trim();
    this.#deps.stream()?.send({ grant, ...(words === "" ? {} : { reason: words }) }, "stream:ask");
  }

  /** Gives it back, or takes the question back. */
  drop(grant: AskedGrant): void {
    this.#deps.stream()?.send({ grant }, "stream:drop");
  }

  fromMirror({ seq, act }: Extract<FromMirror, { kind: "act" }>): void {
    const control = this.#held("control");
    if (control === null) this.#deps.post({ kind: "acted", seq, outcome: "noGrant" });
    else {
      if (act.kind === "leave") this.#leftSeq = seq;
      this.#deps.stream()?.send({ grant: control.id, seq, act }, "stream:act");
    }
  }

  listen(stream: StreamConnection): readonly Unsubscribe[] {
    const { post } = this.#deps;
    // Of another connection: what it was told does not hold for this one.
    this.#adopt(NOTHING);
    return [
      stream.on("stream:pen", ({ viewer }) => {
        this.#viewer.value = viewer;
      }),
      stream.on("stream:grants", view => this.#adopt(view)),
      stream.on("stream:acted", ({ seq, outcome }) => {
        post({ kind: "acted", seq, outcome });
        // That there is nothing more to be left is no news.
        if (outcome !== "done" && seq !== this.#leftSeq) this.#say({ kind: "refusal", why: outcome });
      }),
      stream.on("stream:field", ({ news }) => post({ kind: "field", news })),
    ];
  }

  close(): void {
    this.#cancelWord();
  }

  #held(grant: TimedGrant): GivenGrant | null {
    const { given } = this.#view.peek();
    return given.find(one => one.grant === grant && one.by.viewer === this.#viewer.peek()) ?? null;
  }

  #adopt(view: GrantsView): void {
    const hadControl = this.#held("control") !== null;
    batch(() => {
      this.#view.value = view;
      this.#toldAtMs.value = this.#deps.clock.nowMs();
    });
    if (view.asked?.by.viewer === this.#viewer.peek()) this.#mine = view.asked;
    const { answered } = view;
    if (answered !== null && answered.id === this.#mine?.id) {
      if (answered.outcome !== "withdrawn")
        this.#say({ kind: "answer", grant: this.#mine.grant, outcome: answered.outcome });
      this.#mine = null;
    }
    this.#followTool(hadControl);
  }

  /** Who is given control has it in hand; who loses it points. */
  #followTool(hadControl: boolean): void {
    const { pointing } = this.#deps;
    const hasControl = this.#held("control") !== null;
    if (hasControl && !hadControl) pointing.select("act");
    else if (!hasControl && pointing.tool.peek() === "act") pointing.select("point");
  }

  #say(word: ActingWord): void {
    this.#cancelWord();
    this.#word.value = word;
    this.#cancelWord = this.#deps.clock.after(WORD_MS, () => {
      this.#word.value = null;
    });
  }
}
