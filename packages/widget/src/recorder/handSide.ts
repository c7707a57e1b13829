/**
 * The agent's hand on the visitor's page, while a control grant holds: fetches what carries out acts, asks before buttons
 * are pressed, and shows who writes where. What may be done to which element, the hands themselves judge.
 */
import type { StreamConnection } from "@lotse/client";
import type { Capture } from "@lotse/cobrowse/capture";
import type { Hands, HandsOptions, PressQuestion } from "@lotse/cobrowse/control/hands";
import type { ActAnswer, ActCall, GivenGrant, Unsubscribe } from "@lotse/protocol";
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
  /** Takes the grant back, as the visitor would. */
  readonly endControl: () => void;
}

/** How long "please click here" stands at what only the visitor presses. */
const HERE_MS = 8_000;

/** The capture of the moment: it begins anew when the connection does, and while there is none nothing is found. */
const sightOf = (capture: () => Capture | null): HandsOptions["sight"] => ({
  nodeOf: node => capture()?.nodeOf(node) ?? null,
  shownParent: node => capture()?.shownParent(node) ?? null,
  shows: element => capture()?.shows(element) ?? false,
  said: (element, text) => capture()?.said(element, text) ?? "",
  address: () => capture()?.address() ?? "",
});

export const createHandSide = (parts: HandSideParts): HandSide => {
  const { context, frame, stream, card, words } = parts;
  const typing = createPageTag(frame.element, "typing");
  const here = createPageTag(frame.element, "here");
  const sight = sightOf(parts.capture);
  let hands: Hands | null = null;
  let holding: GivenGrant | null = null;
  let closed = false;
  /** What comes while the hands are on their way. */
  let early: ActCall[] = [];
  let last: ActCall | null = null;
  let unask: Unsubscribe = () => {};

  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = words.undo;
  undo.hidden = true;
  undo.dataset.testid = "control-undo";
  undo.addEventListener("click", event => {
    if (!event.isTrusted) return;
    hands?.undo();
    undo.hidden = true;
  });
  frame.tools.append(undo);

  const act = (call: ActCall): void => {
    last = call;
    if (hands === null) early.push(call);
    else hands.act(call);
  };
  const stopActs = stream.on("stream:act", call => {
    if ("by" in call && holding !== null) act(call);
  });
  const answer = (answered: ActAnswer): void => {
    stream.send(answered, "stream:acted");
    const done = last?.seq === answered.seq ? last.act : null;
    // Whoever writes what the visitor masked may be trying what it is: one guess for each time the visitor allows it.
    if (answered.outcome === "masked" && done?.kind === "write") parts.endControl();
    if (answered.outcome !== "visitorOnly" || done?.kind !== "click") return;
    const node = sight.nodeOf(done.at);
    // An element of a frame is another window's.
    if (node?.nodeType === 1) here.at(node as Element, words.clickHere, HERE_MS);
  };
  const ask = ({ by, label }: PressQuestion): Promise<boolean> =>
    new Promise(resolve => {
      unask = card.ask({
        lines: [words.press(by.name, label === "" ? words.noName : words.quote(label)), words.pressMeans],
        ...{ quote: null, yes: words.give, no: words.refuse, onAnswer: resolve },
      });
    });
  const load = async (): Promise<void> => {
    // Not to be had (offline): nothing is done, and the next grant tries again.
    const module = await import("@lotse/cobrowse/control/hands").catch(() => null);
    if (module === null || closed || hands !== null) return;
    hands = module.createHands({
      ...{ window, clock: context.clock, own: context.host, sight, ask, buttonsAllowed: false },
      writing: () => import("@lotse/cobrowse/control/writing"),
      onAnswer: answer,
      onField: told => stream.send(told, "stream:field"),
      onDeed: deed => {
        stream.send(deed, "stream:deed");
        undo.hidden = hands?.hasWritten !== true;
      },
      onTyping: element => typing.at(element, words.types(holding?.by.name ?? "")),
    });
    hands.hold(holding);
    for (const call of early) hands.act(call);
    early = [];
  };
  const stop = (): void => {
    holding = null;
    early = [];
    hands?.stop();
    typing.at(null, "");
    here.at(null, "");
    unask();
  };
  return {
    hold: given => {
      holding = given;
      if (hands === null) void load();
      else hands.hold(given);
    },
    stop,
    close: () => {
      stop();
      closed = true;
      hands?.close();
      stopActs();
      undo.remove();
    },
  };
};
