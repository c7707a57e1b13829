/**
 * What the visitor lets the agent do beyond seeing, on the visitor's side: asks, shows what holds, and ends it here and at
 * once, whatever the hub believes. Fetched when the first is asked for. Knows no chat; acts are `hands`' matter.
 */
import type { StreamConnection } from "@lotse/client";
import type { Capture } from "@lotse/cobrowse/capture";
import type {
  AskedGrant,
  CobrowseView,
  GivenGrant,
  GrantsView,
  StreamEvents,
  TimedGrant,
  Unsubscribe,
} from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import { createAskCard } from "./askCard.ts";
import { escapeAnywhere } from "./escapeAnywhere.ts";
import type { Frame } from "./frame.ts";
import css from "./grants.css?inline";
import { GRANT_WORDS } from "./grantWords.ts";
import { createHandSide } from "./handSide.ts";

export interface GrantsSide {
  /** The hub's word, on connecting and after each change. */
  told(view: GrantsView): void;
  /** Synchronous and idempotent: after it, nothing of the agent's has any effect. */
  close(): void;
}

export interface GrantsParts {
  readonly context: LoaderContext;
  readonly cobrowse: CobrowseView;
  readonly frame: Frame;
  readonly stream: StreamConnection;
  /** Null while nothing is recorded: nothing is done either. */
  readonly capture: () => Capture | null;
  readonly allowPointing: () => void;
}

/** Which of the session's grants the visitor has ended: a page that is loaded before the hub has heard goes by it, too. */
const OVER = "lotse:over";

const createMemory = (id: string) => {
  const over = { control: 0, navigate: 0 };
  try {
    const [kept, control, navigate] = String(sessionStorage[OVER]).split(",");
    if (kept === id) Object.assign(over, { control: Number(control), navigate: Number(navigate) });
  } catch {
    // No storage here: what the hub has heard counts.
  }
  return {
    isOver: ({ grant, id: number }: GivenGrant): boolean => number <= over[grant],
    end: (grant: TimedGrant, upTo: number): void => {
      over[grant] = Math.max(over[grant], upTo);
      try {
        sessionStorage[OVER] = [id, over.control, over.navigate];
      } catch {
        // It is over on this page, and the hub is told.
      }
    },
  };
};

interface Shown {
  readonly element: HTMLElement;
  readonly word: HTMLElement;
  readonly button: HTMLButtonElement;
}

/** In the board: what holds, and its end. */
const createShown = (word: string, stop: string, testId: string, onStop: () => void): Shown => {
  const text = document.createElement("span");
  const button = document.createElement("button");
  const element = document.createElement("span");
  text.className = "word";
  text.textContent = word;
  text.dataset.testid = `${testId}-word`;
  button.type = "button";
  button.textContent = stop;
  button.dataset.testid = `${testId}-end`;
  button.addEventListener("click", event => {
    if (event.isTrusted) onStop();
  });
  element.className = "held";
  element.append(text, button);
  return { element, word: text, button };
};

export const createGrantsSide = (parts: GrantsParts): GrantsSide => {
  const { context, cobrowse, frame, stream } = parts;
  const words = GRANT_WORDS[context.language];
  const memory = createMemory(cobrowse.id);
  const card = createAskCard(frame.element);
  const held = new Map<TimedGrant, { readonly given: GivenGrant; readonly cancel: Unsubscribe }>();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  context.root.adoptedStyleSheets = [...context.root.adoptedStyleSheets, sheet];
  let askedId = 0;
  /** Said, and not yet known to have been heard. */
  let said: StreamEvents["stream:answer"] | null = null;
  let saidOf: AskedGrant = "point";
  let unask = (): void => {};

  /** Here first, then the hub is told. */
  const takeBack = (grant: TimedGrant): void => {
    // Also what was allowed a moment ago, and the hub has yet to say.
    const justGiven = said?.answer === "give" && saidOf === grant ? said.id : undefined;
    const upTo = held.get(grant)?.given.id ?? justGiven;
    if (upTo === undefined) return;
    memory.end(grant, upTo);
    release(grant);
    stream.send({ grant, upTo }, "stream:takeBack");
  };
  const hand = createHandSide({ ...parts, card, words, endControl: () => takeBack("control") });
  const shown: Record<TimedGrant, Shown> = {
    control: createShown(words.holds, words.takeBack, "control", () => takeBack("control")),
    navigate: createShown(words.leads, words.stopLeading, "navigate", () => takeBack("navigate")),
  };
  const stopEscape = escapeAnywhere(() => takeBack("control"));

  const release = (grant: TimedGrant): void => {
    held.get(grant)?.cancel();
    if (!held.delete(grant)) return;
    if (grant === "control") hand.stop();
    shown[grant].element.remove();
    frame.element.classList.toggle("steered", held.has("control"));
  };
  const hold = (given: GivenGrant): void => {
    if (memory.isOver(given)) {
      stream.send({ grant: given.grant, upTo: given.id }, "stream:takeBack");
      return;
    }
    if (held.get(given.grant)?.given.id === given.id) return;
    release(given.grant);
    const cancel = context.clock.after(given.restMs, () => release(given.grant));
    held.set(given.grant, { given, cancel });
    frame.tools.append(shown[given.grant].element);
    frame.element.classList.toggle("steered", held.has("control"));
    if (given.grant === "control") hand.hold(given);
  };
  const showQuestion = (asked: GrantsView["asked"]): void => {
    if (asked?.id === askedId) {
      if (said?.id === askedId) stream.send(said, "stream:answer");
      return;
    }
    said = null;
    unask();
    unask = () => {};
    if (asked === null) return;
    askedId = asked.id;
    unask = card.ask({
      lines: [`${asked.by.name} ${words.asks[asked.grant]}`, words.means[asked.grant]],
      quote: asked.reason && words.quote(asked.reason),
      yes: words.give,
      no: words.refuse,
      onAnswer: isYes => {
        if (isYes && asked.grant === "point") parts.allowPointing();
        said = { id: asked.id, answer: isYes ? "give" : "refuse" };
        saidOf = asked.grant;
        stream.send(said, "stream:answer");
      },
    });
  };

  return {
    told: view => {
      if (view.answered?.id === said?.id) said = null;
      showQuestion(view.asked);
      for (const grant of held.keys()) {
        if (!view.given.some(given => given.grant === grant)) release(grant);
      }
      for (const given of view.given) hold(given);
    },
    close: () => {
      stopEscape();
      for (const grant of [...held.keys()]) release(grant);
      hand.close();
      card.close();
      context.root.adoptedStyleSheets = context.root.adoptedStyleSheets.filter(one => one !== sheet);
    },
  };
};
