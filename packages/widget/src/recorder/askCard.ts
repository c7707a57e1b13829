/** A question to the visitor under the board: what the agent would like to do, yes or no. One at a time, the rest wait. */

export interface Question {
  /** Whole sentences; the first is what is asked. */
  readonly lines: readonly string[];
  /** The agent's own words; null: none. */
  readonly quote: string | null;
  readonly yes: string;
  readonly no: string;
  /** Once at most, and only by a person's own press. */
  readonly onAnswer: (isYes: boolean) => void;
}

export interface AskCard {
  /** The answer takes the question back, unanswered. */
  ask(question: Question): () => void;
  close(): void;
}

const READ_MS = 700;

const paragraph = (text: string, className = ""): HTMLElement => {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = className;
  return made;
};

/** Of the page's own: ours is the host for the page, and as large as the window. */
const focusedBox = (card: HTMLElement): DOMRect | null => {
  const focused = document.activeElement;
  const isOurs = focused === (card.getRootNode() as ShadowRoot).host;
  return focused === null || isOurs || focused === document.body ? null : focused.getBoundingClientRect();
};

/** Where the visitor is writing, nothing comes between. */
const keepClear = (card: HTMLElement): void => {
  const field = focusedBox(card);
  const { top, bottom, left, right } = card.getBoundingClientRect();
  const covers =
    field !== null && field.top < bottom && field.bottom > top && field.left < right && field.right > left;
  card.classList.toggle("low", covers);
};

export const createAskCard = (frame: Element): AskCard => {
  const waiting: Question[] = [];
  // There before anything is asked: only what changes in it is read out.
  const place = document.createElement("div");
  place.className = "asks";
  place.setAttribute("aria-live", "assertive");
  frame.append(place);
  let card: HTMLElement | null = null;
  let cameFrom: HTMLElement | null = null;

  const button = (text: string, testId: string, press: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.dataset.testid = testId;
    made.addEventListener("click", event => {
      // The second press of two was meant for what stood there before.
      if (event.isTrusted && event.detail < 2) press();
    });
    // Nobody answers what they cannot have read: it may have come under a hand that was on its way.
    made.disabled = true;
    setTimeout(() => {
      made.disabled = false;
    }, READ_MS);
    return made;
  };
  const drop = (question: Question): void => {
    const at = waiting.indexOf(question);
    if (at < 0) return;
    waiting.splice(at, 1);
    if (at === 0) show();
  };
  const show = (): void => {
    card?.remove();
    card = cameFrom = null;
    const question = waiting[0];
    if (question === undefined) return;
    const answer = (isYes: boolean): void => {
      const back = cameFrom;
      drop(question);
      question.onAnswer(isYes);
      if (back?.isConnected) back.focus();
    };
    const [asked = "", ...more] = question.lines;
    card = document.createElement("div");
    card.className = "ask";
    card.dataset.testid = "grant-ask";
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", asked);
    // A press leaves the focus where the visitor writes; whoever came by keyboard goes back there.
    card.addEventListener("mousedown", event => event.preventDefault());
    card.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !card?.contains(relatedTarget)) cameFrom = relatedTarget;
    });
    const row = document.createElement("div");
    row.append(
      button(question.no, "grant-refuse", () => answer(false)),
      button(question.yes, "grant-give", () => answer(true)),
    );
    card.append(paragraph(asked, "asked"));
    if (question.quote !== null) card.append(paragraph(question.quote, "quote"));
    card.append(...more.map(line => paragraph(line)), row);
    place.append(card);
    keepClear(card);
  };
  return {
    ask: question => {
      waiting.push(question);
      if (waiting.length === 1) show();
      return () => drop(question);
    },
    close: () => {
      waiting.length = 0;
      show();
      place.remove();
    },
  };
};
