/**
 * What carries out an agent's acts on the visitor's page, and the last judge of each: whose grant holds, that nothing is
 * done twice or late, that the element is of this page, seen by agents and free for them. Everything is decided here anew,
 * whatever the hub said. Knows no connection and draws nothing.
 */
import type {
  Act,
  ActAnswer,
  ActCall,
  ActRefusal,
  Clock,
  Deed,
  FieldTold,
  GivenGrant,
  MarkedBy,
  MarkNode,
} from "@lotse/protocol";
import type { Capture } from "../../capture/types.ts";
import type { Writing, WritingParts } from "../writing/Writing.ts";
import { createAsking } from "./asking.ts";
import { type Choice, choiceIn, choose, chosenWords, isSettable, set, valueIn, wordsOf } from "./choosing.ts";
import { press } from "./clicking.ts";
import { takeDown } from "./deeds.ts";
import { createFocus } from "./focus.ts";
import { forbids, isReadonly, pressed } from "./forbids.ts";
import { Gate } from "./gate.ts";
import { createLedger } from "./ledger.ts";
import { nameOf } from "./names.ts";
import { createPage, isElement } from "./page.ts";
import { touch } from "./reach.ts";
import { withoutSubmits } from "./submitGuard.ts";

export interface PressQuestion {
  readonly by: MarkedBy;
  /** What the button is called; empty: it has no name. */
  readonly label: string;
}

export interface HandsOptions {
  readonly window: Window & typeof globalThis;
  readonly clock: Clock;
  readonly sight: Pick<Capture, "nodeOf" | "shownParent" | "shows" | "said" | "address">;
  /** The site lets buttons be pressed that send nothing, without asking. */
  readonly buttonsAllowed: boolean;
  readonly ask: (question: PressQuestion) => Promise<boolean>;
  /** Fetches what writes in fields, when the first is opened. */
  readonly writing: () => Promise<{ readonly Writing: new (parts: WritingParts) => Writing }>;
  /** Twice for a press that the visitor is asked about: `asking` first, and then what became of it. */
  readonly onAnswer: (answer: ActAnswer) => void;
  readonly onField: (told: FieldTold) => void;
  readonly onDeed: (deed: Deed) => void;
  /** In which field the agent writes; null: in none any more. */
  readonly onTyping: (element: Element | null) => void;
}

export interface Hands {
  /** The grant that holds now. Synchronous: of the one before, nothing has any effect afterwards. */
  hold(grant: GivenGrant | null): void;
  act(call: ActCall): void;
  /** Something stands on this page that can be taken back. */
  readonly hasWritten: boolean;
  /** The visitor takes back what agents wrote and chose here, also when no grant holds any more. */
  undo(): void;
  /** The same as holding no grant. */
  stop(): void;
  /** Stops, and listens to the page no more. */
  close(): void;
}

/** After a key of the visitor's in it, a field is theirs for so long. */
const VISITOR_KEY_MS = 2_000;

type Outcome = ActAnswer["outcome"];
type Found = { readonly element: Element } | { readonly refusal: ActRefusal };

export const createHands = (options: HandsOptions): Hands => {
  const { window, clock, sight } = options;
  const page = createPage(window, sight.shownParent);
  const focus = createFocus(page);
  const ledger = createLedger(page);
  const asking = createAsking(clock);
  const gate = new Gate(clock, () => hold(null));
  let writing: Writing | null = null;
  let lastGrant = 0;
  let lastKey: { readonly element: unknown; readonly atMs: number } | null = null;
  const endKeys = page.listen(window, "keydown", event => {
    if (event.isTrusted) lastKey = { element: event.composedPath()[0], atMs: clock.nowMs() };
  });

  const name = (element: Element): string => nameOf(page, sight, element);
  const note = (kind: Deed["kind"], element: Element) =>
    takeDown(page, sight, { kind, element }, deed => options.onDeed({ grant: lastGrant, ...deed }));
  const isGone = (element: Element, node: MarkNode): boolean =>
    sight.nodeOf(node) !== element || !element.isConnected || page.realm(element) === null;
  const find = (node: MarkNode): Found => {
    const element = sight.nodeOf(node);
    if (!isElement(element) || isGone(element, node)) return { refusal: "gone" };
    if (!sight.shows(element)) return { refusal: "masked" };
    const refusal = forbids(page, element);
    return refusal === null ? { element } : { refusal };
  };

  const writingParts: WritingParts = {
    ...{ page, clock, focus, ledger, withoutSubmits, onTyping: options.onTyping },
    judge: (element, text) => {
      if (!element.isConnected) return "gone";
      // What they could not read on the page, they are not told either.
      if (!sight.shows(element) || sight.said(element, text) !== text) return "masked";
      return forbids(page, element) ?? (isReadonly(page, element) ? "readonly" : null);
    },
    tell: news => {
      const { grant } = gate;
      if (grant !== null) options.onField({ viewer: grant.by.viewer, grant: grant.id, news });
    },
    onWritten: (element, text) => note("write", element)(text),
  };

  const click = async (call: ActCall, at: Extract<Act, { kind: "click" }>["at"]): Promise<Outcome> => {
    const found = find(at);
    if ("refusal" in found) return found.refusal;
    const touched = touch(page, found.element, at.point);
    if (touched === null) return "covered";
    const { target } = touched;
    const judge = () =>
      sight.shows(target)
        ? pressed({ page, shows: sight.shows, nameOf: name }, target)
        : ({ kind: "refused", outcome: "masked" } as const);
    const judged = judge();
    if (judged.kind === "refused") return judged.outcome;
    const waits = judged.kind === "asks" ? askFirst(call, judged.button) : null;
    if (waits !== null) return waits;
    const tell = note("click", judged.kind === "asks" ? judged.button : target);
    const keep = ledger.presses(target);
    const isStill = (): boolean => gate.holds(call) && target.isConnected && judge().kind !== "refused";
    const { result, isStopped } = await withoutSubmits(page, target, () => {
      const isPressed = press(page, focus, touched, isStill);
      if (isPressed) keep();
      if (isPressed) tell();
      return isPressed;
    });
    if (isStopped) return "visitorOnly";
    return result ? "done" : gate.holds(call) ? "gone" : "noGrant";
  };

  /** Null: it may be pressed. */
  const askFirst = (call: ActCall, button: Element): Outcome | null => {
    const path = window.location.pathname;
    const said = options.buttonsAllowed ? "yes" : asking.said(path);
    if (said === "yes") return null;
    if (said === "no") return "refused";
    const asked = asking.ask(path, () => options.ask({ by: call.by, label: name(button) }));
    void asked?.then(isYes => {
      if (isYes === null) return;
      if (isYes) carryOut(call);
      else answer(call, "refused");
    });
    return "asking";
  };

  const fill = async (
    node: MarkNode,
    act: (element: Element) => Outcome | Promise<Outcome>,
  ): Promise<Outcome> => {
    const found = find(node);
    if ("refusal" in found) return found.refusal;
    if (isReadonly(page, found.element)) return "readonly";
    if (touch(page, found.element, null) === null) return "covered";
    return act(found.element);
  };

  /** A value put in at once; what stood there before is kept. */
  const put = async (
    element: Element,
    kind: "choose" | "set",
    parts: { before: Choice; act: () => ActRefusal | null; words: () => string },
  ): Promise<Outcome> => {
    if (lastKey?.element === element && clock.nowMs() - lastKey.atMs < VISITOR_KEY_MS) return "visitorWrites";
    const tell = note(kind, element);
    const { result } = await withoutSubmits(page, element, () => {
      const refusal = parts.act();
      if (refusal !== null) return refusal;
      ledger.chose(element, parts.before);
      tell(parts.words());
      return null;
    });
    return result ?? "done";
  };

  const open = async (call: ActCall, node: MarkNode, element: Element): Promise<Outcome> => {
    if (writing === null) {
      const { Writing } = await options.writing();
      writing ??= new Writing(writingParts);
    }
    if (!gate.holds(call)) return "noGrant";
    if (isGone(element, node)) return "gone";
    return writing.open({ node, element, of: call.seq }) ?? "done";
  };

  const perform = async (call: ActCall): Promise<Outcome> => {
    const { act } = call;
    switch (act.kind) {
      case "click":
        return click(call, act.at);
      case "scroll": {
        const found = find(act.node);
        if ("refusal" in found) return found.refusal;
        page.scroll(found.element, act.x, act.y);
        return "done";
      }
      case "choose":
        return fill(act.node, list => {
          if (list.localName !== "select") return "unfit";
          const words = () => chosenWords(list);
          return put(list, "choose", {
            ...{ before: choiceIn(page, list), words },
            act: () => choose(page, list, act.options),
          });
        });
      case "set":
        return fill(act.node, field => {
          if (!isSettable(field)) return "unfit";
          const words = () => page.value(field);
          return put(field, "set", {
            ...{ before: valueIn(page, field), words },
            act: () => set(page, field, act.value),
          });
        });
      case "open":
        return fill(act.node, field => open(call, act.node, field));
      case "write": {
        if (sight.nodeOf(act.node) === null) {
          writing?.end();
          return "gone";
        }
        return writing === null ? "unfit" : ((await writing.write({ ...act, of: call.seq })) ?? "done");
      }
      case "leave":
        return writing?.leave() ? "done" : "unfit";
      default:
        return "unfit";
    }
  };

  const answer = ({ by, grant, seq }: ActCall, outcome: Outcome): void =>
    options.onAnswer({ viewer: by.viewer, grant, seq, outcome });
  const carryOut = (call: ActCall): void => {
    if (!gate.holds(call)) answer(call, "noGrant");
    else
      perform(call).then(
        outcome => answer(call, outcome),
        () => answer(call, "unfit"),
      );
  };

  const hold = (grant: GivenGrant | null): void => {
    if (!gate.hold(grant)) return;
    writing?.end();
    asking.forget();
    if (grant !== null) lastGrant = grant.id;
  };

  return {
    hold,
    act: call => {
      const refusal = gate.refuses(call);
      if (refusal === null) carryOut(call);
      else answer(call, refusal);
    },
    get hasWritten() {
      return !ledger.isEmpty;
    },
    undo: () => {
      writing?.end();
      for (const element of ledger.undo()) note("undo", element)(wordsOf(page, element));
    },
    stop: () => hold(null),
    close: () => {
      hold(null);
      endKeys();
      writing?.close();
    },
  };
};
