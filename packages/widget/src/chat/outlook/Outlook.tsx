/** What would come of a contact when nobody is free: a place and a wait, or when they open; and what can be done instead. */
import type { Alternative, ContactOutlook } from "@lotse/protocol";
import { Component, createRef } from "preact";
import { isShut, type Scene } from "../scene.ts";
import { localeFor, openingIn } from "./opening.ts";
import { type Rungs, rungsOf, steady } from "./range.ts";
import { outlookWords, placeIn, waitIn } from "./words.ts";

interface Props {
  readonly scene: Scene;
  readonly outlook: ContactOutlook;
}

/** Said in a live region, so without anything to press. */
export class Outlook extends Component<Props> {
  #shown: Rungs | null = null;
  #position: number | null = null;

  #closed({ scene, outlook: { opensAtMs } }: Props) {
    const { language, app } = scene;
    const words = outlookWords(language);
    const locale = localeFor(language, navigator.languages);
    const nowMs = app.context.clock.nowMs();
    return (
      <>
        <p>{words.closed}</p>
        {opensAtMs !== null && <p>{words.back(openingIn(words, { opensAtMs, nowMs, locale }))}</p>}
      </>
    );
  }

  override render({ scene, outlook }: Props) {
    if (outlook.state === "closed") return this.#closed({ scene, outlook });
    const words = outlookWords(scene.language);
    const { position, lowMs, highMs } = outlook;
    const why = outlook.why ?? (outlook.nobodyOnDuty && "nobodyOnDuty");
    const shown = position === this.#position ? this.#shown : null;
    this.#position = position;
    this.#shown = lowMs === null || highMs === null ? null : steady(shown, rungsOf({ lowMs, highMs }));
    return (
      <>
        <p>{why ? scene.words.turnedAway(why) : words.busy}</p>
        {position !== null && <p>{placeIn(words, position, false)}</p>}
        {this.#shown && <p>{words.wait(waitIn(words, this.#shown))}</p>}
      </>
    );
  }
}

/** Callback or message, whichever there is. */
export const Ways = ({ scene, ways }: { readonly scene: Scene; readonly ways: readonly Alternative[] }) => {
  const { app, language } = scene;
  const words = outlookWords(language);
  return (
    <>
      {ways.map(way => (
        <button
          type="button"
          key={way}
          data-testid={`way-${way}`}
          onClick={() => {
            app.passFocus();
            app.requests.begin("chosen", [way, ...ways.filter(other => other !== way)]);
          }}
        >
          {words[way]}
        </button>
      ))}
    </>
  );
};

export class Choice extends Component<Props> {
  readonly #place = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  /** There is no field to write in any more: who was in it stands before the choice. */
  override componentDidUpdate(): void {
    const { outlook, scene } = this.props;
    if (isShut(outlook) && scene.app.takeFocus()) this.#place.current?.focus({ preventScroll: true });
  }

  override render({ scene, outlook }: Props) {
    const { app, language } = scene;
    return (
      <div class="choice" tabIndex={-1} ref={this.#place}>
        {outlook.position !== null && (
          <button
            type="button"
            class="primary"
            data-testid="way-wait"
            onClick={() => {
              app.talk.wait();
              app.context.root.querySelector("textarea")?.focus({ preventScroll: true });
            }}
          >
            {outlookWords(language).stay}
          </button>
        )}
        <Ways scene={scene} ways={outlook.alternatives} />
      </div>
    );
  }
}
