/** What a rule says without an agent behind it: a callback, a message, a link. Holds nobody's slot, and goes by itself. */
import type { HintView, Unsubscribe } from "@lotse/protocol";
import { Component } from "preact";
import type { Scene } from "../scene.ts";
import { type HintAnswer, type KeptHint, keepHint, readHint, sendAnswer } from "./keptHint.ts";
import { Quiet } from "./Quiet.tsx";
import { offerWords } from "./words.ts";

const SHOWN_MS = 120_000;

interface Props {
  readonly scene: Scene;
  readonly json: string;
  readonly quietInMs: () => number;
}

export class HintCard extends Component<Props> {
  readonly #kept: KeptHint | null = readHint(this.props.json);
  #cancel: Unsubscribe = () => {};

  override componentDidMount(): void {
    const { context, state } = this.props.scene.app;
    const kept = this.#kept;
    if (kept === null || kept.answer !== null) {
      if (kept !== null) void sendAnswer(context, kept);
      else context.visit.set({ hint: "" });
      state.hint.value = "";
      return;
    }
    const nowMs = context.clock.nowMs();
    const untilMs = Math.min(kept.untilMs ?? Number.POSITIVE_INFINITY, nowMs + SHOWN_MS);
    keepHint(context, { ...kept, untilMs });
    this.#cancel = context.clock.after(untilMs - nowMs, () => this.#answer("ignore"));
  }

  override componentWillUnmount(): void {
    this.#cancel();
    const { context, state } = this.props.scene.app;
    const next = state.hint.peek();
    // Another one has come in its place. Where the page sleeps or is left, this one goes on.
    const isReplaced = next !== "" && next !== this.props.json;
    if (isReplaced && this.#kept !== null && this.#kept.answer === null)
      void sendAnswer(context, { ...this.#kept, answer: "ignore" });
  }

  #answer(answer: HintAnswer): void {
    const { context, state } = this.props.scene.app;
    if (this.#kept === null || state.hint.peek() !== this.props.json) return;
    const kept = { ...this.#kept, answer };
    keepHint(context, kept);
    state.hint.value = "";
    void sendAnswer(context, kept);
  }

  readonly #accept = () => {
    const { app } = this.props.scene;
    this.#answer("accept");
    if (this.#kept?.hint.kind !== "callback") return;
    app.requests.begin("chosen");
    app.open();
  };

  #yes(hint: HintView) {
    const words = offerWords(this.props.scene.language);
    const button = { class: "primary", "data-testid": "hint-accept", onClick: this.#accept };
    if (hint.kind !== "link") {
      return (
        <button type="button" {...button}>
          {words[hint.kind]}
        </button>
      );
    }
    const here = new URL(hint.url).origin === location.origin;
    return (
      <a {...button} href={hint.url} {...(here ? {} : { target: "_blank", rel: "noopener noreferrer" })}>
        {here ? words.link : words.newTab}
      </a>
    );
  }

  override render({ scene, quietInMs }: Props) {
    const kept = this.#kept;
    const { contact, panelOpen, sharing } = scene;
    // An agent, and whatever the visitor has opened, come first.
    const isFirst = contact.kind === "none" && sharing.kind === "none" && !panelOpen;
    if (kept === null || kept.answer !== null || !isFirst) return null;
    const { hint } = kept;
    const words = offerWords(scene.language);
    const title = hint.kind === "callback" ? words.callbackTitle : words.messageTitle;
    const text = hint.text[scene.language];
    return (
      <Quiet scene={scene} quietInMs={quietInMs} says={text} onEscape={() => this.#answer("decline")}>
        <div
          class="invitation"
          data-testid="hint"
          role="dialog"
          aria-labelledby="hints"
          aria-describedby="hint"
        >
          <h2 id="hints">{title}</h2>
          <p id="hint" dir="auto">
            {text}
          </p>
          <div class="answers">
            {this.#yes(hint)}
            {hint.kind !== "message" && (
              <button type="button" data-testid="hint-decline" onClick={() => this.#answer("decline")}>
                {scene.words.decline}
              </button>
            )}
          </div>
        </div>
      </Quiet>
    );
  }
}
