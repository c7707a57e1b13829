/** The visitor's page under test: it captures itself, and has hands; and an agent's draft of a field, wired straight to them. */
import type { Act, ActAnswer, ActCall, Deed, FieldTold, MarkedBy, MaskRule } from "@lotse/protocol";
import { startCapture } from "../../../packages/cobrowse/src/capture/startCapture.ts";
import { createStrokes } from "../../../packages/cobrowse/src/capture/strokes.ts";
import type { Capture } from "../../../packages/cobrowse/src/capture/types.ts";
import { createHands, type Hands } from "../../../packages/cobrowse/src/control/hands/index.ts";
import { FieldDraft } from "../../../packages/cobrowse/src/control/text/index.ts";
import * as writing from "../../../packages/cobrowse/src/control/writing/index.ts";

const clock = {
  nowMs: () => Date.now(),
  after: (delayMs: number, fn: () => void) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};
const by = (viewer: number): MarkedBy => ({
  viewer,
  agentId: "a1" as MarkedBy["agentId"],
  name: "Anna",
  colour: 1,
});

const heard = {
  answers: [] as ActAnswer[],
  fields: [] as FieldTold[],
  deeds: [] as Deed[],
  /** Ids of the fields that the agent writes in, as told. */
  typing: [] as (string | null)[],
  questions: [] as string[],
  failures: [] as string[],
};
let capture: Capture;
let hands: Hands;
let answerQuestion: ((isYes: boolean) => void) | null = null;
let seq = 0;
let draft: FieldDraft | null = null;

interface Options {
  readonly rules?: readonly MaskRule[];
  readonly strict?: boolean;
  readonly buttonsAllowed?: boolean;
}

const start = ({ rules = [], strict = false, buttonsAllowed = false }: Options = {}): void => {
  capture = startCapture({
    policy: { strict, rules },
    clock,
    firstSegment: 1,
    own: [...document.querySelectorAll("#ours")],
    onFrame: () => undefined,
    onFailed: error => heard.failures.push(String(error)),
  });
  hands = createHands({
    ...{ window, clock, sight: capture, buttonsAllowed },
    ask: ({ label }) => {
      heard.questions.push(label);
      return new Promise(resolve => {
        answerQuestion = resolve;
      });
    },
    writing: async () => writing,
    onAnswer: answer => {
      heard.answers.push(answer);
      draft?.answered(answer.seq, answer.outcome);
    },
    onField: told => {
      heard.fields.push(told);
      draft?.hear(told.news);
    },
    onDeed: deed => heard.deeds.push(deed),
    onTyping: element => heard.typing.push(element?.id ?? null),
  });
};

/** `#host >> input`: on into a shadow root or a frame. */
const find = (path: string): Element => {
  let root: ParentNode = document;
  let found: Element | null = null;
  for (const step of path.split(" >> ")) {
    found = root.querySelector(step);
    if (found === null) throw new Error(`nothing at ${path}`);
    const inner = found.shadowRoot ?? (found as HTMLIFrameElement).contentDocument;
    if (inner) root = inner;
  }
  if (found === null) throw new Error("an empty path");
  return found;
};
/** As the stream numbers it. */
const numberOf = (node: Node): number => {
  for (let id = 1; id < 5_000; id++) if (capture.nodeOf({ segment: 1, nodeId: id }) === node) return id;
  throw new Error("without a number");
};
const nodeAt = (path: string) => ({ segment: 1, nodeId: numberOf(find(path)) });

const grant = (id = 1, { viewer = 1, restMs = 60_000 } = {}): void =>
  hands.hold({ id, grant: "control", by: by(viewer), restMs });

const call = (act: Act, over: Partial<{ grant: number; seq: number; viewer: number }> = {}): number => {
  const sent: ActCall = { grant: 1, seq: over.seq ?? ++seq, act, by: by(over.viewer ?? 1), ...pick(over) };
  hands.act(sent);
  return sent.seq;
};
/** By a line, on which nothing arrives in the moment it is sent. */
const later = (act: Act): number => {
  const mine = ++seq;
  setTimeout(() => call(act, { seq: mine }), 0);
  return mine;
};
const pick = ({ grant }: { grant?: number }) => (grant === undefined ? {} : { grant });

/** The first answer to an act, once there is one. */
const outcome = async (act: Act, over = {}): Promise<string> => {
  const before = heard.answers.length;
  const sent = call(act, over);
  for (;;) {
    const answer = heard.answers.slice(before).find(({ seq: of }) => Object.is(of, sent));
    if (answer !== undefined) return answer.outcome;
    await new Promise(resolve => setTimeout(resolve, 0));
  }
};

type Point = readonly [number, number];
const api = {
  start,
  grant,
  heard,
  outcome,
  numberOf,
  node: nodeAt,
  click: (path: string, point: Point = [0.5, 0.5], over = {}) =>
    outcome({ kind: "click", at: { ...nodeAt(path), point } }, over),
  choose: (path: string, options: readonly number[]) =>
    outcome({ kind: "choose", node: nodeAt(path), options }),
  set: (path: string, value: string) => outcome({ kind: "set", node: nodeAt(path), value }),
  scroll: (path: string, x: number, y: number) => outcome({ kind: "scroll", node: nodeAt(path), x, y }),
  open: (path: string) => outcome({ kind: "open", node: nodeAt(path) }),
  leave: () => outcome({ kind: "leave" }),
  write: (path: string, revision: number, splice: { at: number; remove: number; insert: string }) =>
    outcome({ kind: "write", node: nodeAt(path), revision, splice }),
  hold: (given: Parameters<Hands["hold"]>[0]) => hands.hold(given),
  stop: () => hands.stop(),
  undo: () => hands.undo(),
  close: () => hands.close(),
  hasWritten: () => hands.hasWritten,
  answer: (isYes: boolean) => answerQuestion?.(isYes),
  paint: (path: string) => capture.paint(find(path), createStrokes),
  newSegment: () => capture.newSegment(),
  stopCapture: () => capture.stop(),
  /** An agent's own field for that of the page. */
  draft: (path: string) => {
    draft?.close();
    draft = new FieldDraft({
      node: nodeAt(path),
      clock,
      open: node => later({ kind: "open", node }),
      write: (node, revision, splice) => later({ kind: "write", node, revision, splice }),
      onChange: () => undefined,
      onLost: () => undefined,
    });
  },
  drafted: () => ({
    text: draft?.text,
    isSettled: draft?.isSettled,
    state: draft?.state,
    caret: draft?.caret,
  }),
  type: (text: string, at?: number) => {
    if (draft === null) throw new Error("no draft");
    const place = at ?? draft.caret.end;
    draft.edit(draft.text.slice(0, place) + text + draft.text.slice(place), place + text.length);
  },
  erase: (from: number, to: number) => draft?.edit(draft.text.slice(0, from) + draft.text.slice(to), from),
};
declare global {
  interface Window {
    agent: typeof api;
  }
}
window.agent = api;
