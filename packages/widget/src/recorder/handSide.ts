/**
 * The agent's hand on the visitor's page, while a control grant holds: fetches what carries out acts, asks before buttons
 * are pressed, and shows who writes where. What may be done to which element, the hands themselves judge.
 */
import type { StreamConnection } from "@lotse/client";
import type { Capture } from "@lotse/cobrowse/capture";
import type { Hands } from "@lotse/cobrowse/control/hands";
import type { ActCall, GivenGrant, Unsubscribe } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import type { AskCard } from "./askCard.ts";
import type { Frame } from "./frame.ts";
import type { GRANT_WORDS } from "./grantWords.ts";
import { createPageTag } from "./pageTag.ts";

export interface HandSide {
  hold(given: GivenGrant): void;
  /** Synchronous and idempotent: nothing of the agent's is done after it. */
  stop(): void;
  close(): void;
}

export interface HandSideParts {
  readonly context: LoaderContext;
  readonly frame: Frame;
  readonly stream: StreamConnection;
  readonly card: AskCard;
  readonly words: (typeof GRANT_WORDS)["en"];
  readonly capture: () => Capture | null;
}

/** How long "please click here" stands at what only the visitor presses. */
const HERE_MS = 8_000;

const button = (text: string, onPress: () => void): HTMLButtonElement => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.hidden = true;
  made.dataset.testid = "control-undo";
  made.addEventListener("click", event => {
    if (event.isTrusted) onPress();
  });
  return made;
};

export const createHandSide = (parts: HandSideParts): HandSide => {
  const { context, frame, stream, card, words } = parts;
  const typing = createPageTag(frame.element, "typing");
  const here = createPageTag(frame.element, "here");
  let hands: Hands | null = null;
  /** Another number each time something is held or let go: what is fetched meanwhile is out of date. */
  let turn = 0;
  /** What comes while the hands are on their way. */
  let early: ActCall[] = [];
  let unasked: Unsubscribe[] = [];

  const undo = button(words.undo, () => hands?.undo());
  frame.tools.append(undo);
  const stopActs = stream.on("stream:act", call => {
    if (!("by" in call)) return;
    if (hands !== null) hands.take(call);
    else early.push(call);
  });

  const stop = (): void => {
    turn += 1;
    early = [];
    hands?.stop();
    hands = null;
    typing.at(null, "");
    here.at(null, "");
    undo.hidden = true;
    for (const take of unasked) take();
    unasked = [];
  };
  const ask = (name: string, label: string): Promise<boolean> =>
    new Promise(resolve => {
      unasked.push(
        card.ask({
          lines: [words.press(name, label === "" ? words.noName : words.quote(label)), words.pressMeans],
          ...{ quote: null, yes: words.give, no: words.refuse, onAnswer: resolve },
        }),
      );
    });
  const hold = async (given: GivenGrant): Promise<void> => {
    turn += 1;
    const mine = turn;
    // Not to be had (offline): nothing is done, and whoever acts is told nothing happened.
    const module = await import("@lotse/cobrowse/control/hands").catch(() => null);
    if (module === null || mine !== turn) return;
    hands = module.createHands({
      ...{ window, clock: context.clock, own: context.host, capture: parts.capture },
      grant: given.id,
      viewer: given.by.viewer,
      ask: label => ask(given.by.name, label),
      onAnswer: answer => stream.send(answer, "stream:acted"),
      onField: told => stream.send(told, "stream:field"),
      onDeed: deed => {
        undo.hidden = false;
        stream.send(deed, "stream:deed");
      },
      onTyping: element => typing.at(element, words.types(given.by.name)),
      onVisitorOnly: element => here.at(element, words.clickHere, HERE_MS),
    });
    for (const call of early) hands.take(call);
    early = [];
  };
  return {
    hold: given => void hold(given),
    stop,
    close: () => {
      stop();
      stopActs();
      undo.remove();
    },
  };
};
