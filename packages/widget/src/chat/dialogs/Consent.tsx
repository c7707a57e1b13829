/** The one question before the page is shared: who sees what, what never, and how it ends. Only a person's click counts. */
import { Component, createRef } from "preact";
import { Avatar } from "../parts.tsx";
import type { Scene } from "../scene.ts";
import { firstName } from "../words.ts";
import { dialogWords } from "./words.ts";

/** Consent counts only when a person pressed the button; a script's `click()` does not. */
const trusted =
  (fn: () => void) =>
  (event: Event): void => {
    if (event.isTrusted) fn();
  };

interface Props {
  readonly scene: Scene;
  readonly agentName: string;
}

export class Consent extends Component<Props> {
  readonly #title = createRef<HTMLHeadingElement>();
  /** Where the focus was, and goes again. */
  #before: Element | null = null;

  override componentDidMount(): void {
    this.#before = this.props.scene.app.context.root.activeElement;
    // The title, not a button: no key pressed by chance may agree.
    this.#title.current?.focus({ preventScroll: true });
  }

  override componentWillUnmount(): void {
    const before = this.#before;
    // After the drawing: until then the panel behind is inert.
    if (before instanceof HTMLElement) queueMicrotask(() => before.focus({ preventScroll: true }));
  }

  readonly #onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.props.scene.app.sharing.decline();
  };

  override render({ scene, agentName }: Props) {
    const { app, language } = scene;
    const words = dialogWords(language);
    const strict = app.context.site.strictMasking;
    return (
      <div
        class="consent"
        data-testid="cobrowse-consent"
        tabIndex={-1}
        role="alertdialog"
        aria-labelledby="consent-title"
        aria-describedby="consent-text"
        onKeyDown={this.#onKeyDown}
      >
        <div class="who">
          <Avatar name={agentName} />
          <h2 id="consent-title" tabIndex={-1} ref={this.#title}>
            {words.consentTitle(agentName)}
          </h2>
        </div>
        <div id="consent-text">
          <p>
            {words.consentSees(firstName(agentName))} {!strict && words.consentTyped}
          </p>
          <p class="never">
            <b>{words.consentNeverTitle}</b> {strict ? words.consentNeverTyped : words.consentNever}
          </p>
          <p>{words.consentStop}</p>
        </div>
        <div class="answers">
          <button
            type="button"
            class="primary"
            data-testid="cobrowse-consent-accept"
            onClick={trusted(() => void app.sharing.consent())}
          >
            {words.consentAccept}
          </button>
          <button
            type="button"
            data-testid="cobrowse-consent-decline"
            onClick={trusted(() => app.sharing.decline())}
          >
            {words.consentDecline}
          </button>
        </div>
      </div>
    );
  }
}
