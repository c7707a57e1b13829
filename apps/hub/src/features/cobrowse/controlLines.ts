/**
 * Grants and acts as one connection brings them: shape, pace and right are checked here before anything is looked up. What comes to
 * nothing is counted. Knows no sockets.
 */
import { ACT_BURST, ACTS_PER_SECOND, type ActRefusal, type Clock } from "@lotse/protocol";
import {
  actAnswerSchema,
  actMessageSchema,
  deedSchema,
  fieldToldSchema,
  grantAnswerSchema,
  grantAskSchema,
  grantDropSchema,
  grantTakeBackSchema,
} from "@lotse/protocol/schemas";
import * as v from "valibot";
import { createBucket } from "./bucket.ts";
import type { ActedPage, ActingViewer, Control } from "./control.ts";

/** Why acts, and words about them, went nowhere; counted since the hub started. */
export interface DroppedActs {
  malformed: number;
  /** Faster than a person, or than a page has to say. */
  flooded: number;
  /** Without a grant, with one that is over, of somebody else, or for something else. */
  noGrant: number;
  repeated: number;
  /** No page was there. */
  gone: number;
  /** A page's word for nobody who waits for it. */
  unasked: number;
  /** The other side's to say. */
  wrongSide: number;
}

/** What the page says. Whatever came; never throws. */
export interface PageLine {
  answer(payload: unknown): void;
  takeBack(payload: unknown): void;
  pointingOn(): void;
  acted(payload: unknown): void;
  field(payload: unknown): void;
  deed(payload: unknown): void;
  close(): void;
}

/** What the viewer says. Whatever came; never throws. */
export interface ViewerLine {
  ask(payload: unknown): void;
  drop(payload: unknown): void;
  act(payload: unknown): void;
  close(): void;
}

export interface JoiningViewer extends ActingViewer {
  /** Whether this viewer sees the session, and it is active. */
  readonly mayAct: () => boolean;
}

/** Questions and second thoughts of one viewer. */
const ASKS = { burst: 10, perSecond: 0.5 };
const ACTS = { burst: ACT_BURST, perSecond: ACTS_PER_SECOND };
/** Answers to acts, and what a visitor's own writing and the page's make of a field. */
const PAGE_WORDS = { burst: 4 * ACT_BURST, perSecond: 4 * ACTS_PER_SECOND };

export interface LineDeps {
  readonly clock: Clock;
  readonly control: Control;
  readonly dropped: DroppedActs;
}

type Schema<T> = v.GenericSchema<unknown, T>;

/** Null: malformed, and counted. */
const read = <T>(schema: Schema<T>, payload: unknown, dropped: DroppedActs): T | null => {
  const parsed = v.safeParse(schema, payload, { abortEarly: true });
  if (parsed.success) return parsed.output;
  dropped.malformed += 1;
  return null;
};

export const createPageLine = ({ clock, control, dropped }: LineDeps, page: ActedPage): PageLine => {
  const take = createBucket(clock, PAGE_WORDS);
  const told =
    <T>(schema: Schema<T>, pass: (word: T) => boolean) =>
    (payload: unknown): void => {
      if (!control.isPage(page)) return;
      // Before looking at it: whoever floods with nonsense pays like everybody else.
      if (!take()) dropped.flooded += 1;
      else {
        const word = read(schema, payload, dropped);
        if (word !== null && !pass(word)) dropped.unasked += 1;
      }
    };
  /** The visitor's own word is never too much. */
  const said =
    <T>(schema: Schema<T>, say: (word: T) => void) =>
    (payload: unknown): void => {
      const word = control.isPage(page) ? read(schema, payload, dropped) : null;
      if (word !== null) say(word);
    };
  control.addPage(page);
  return {
    answer: said(grantAnswerSchema, word => control.say({ kind: "answer", ...word })),
    takeBack: said(grantTakeBackSchema, word => control.say({ kind: "takeBack", ...word })),
    pointingOn: () => {
      if (control.isPage(page)) control.say({ kind: "pointingOn" });
    },
    acted: told(actAnswerSchema, answer => control.acted(answer)),
    field: told(fieldToldSchema, news => control.field(news)),
    deed: told(deedSchema, deed => control.deed(deed)),
    close: () => control.removePage(page),
  };
};

const receiveAct = (
  deps: LineDeps & { readonly isPaid: boolean },
  viewer: JoiningViewer,
  payload: unknown,
) => {
  const { control, dropped, isPaid } = deps;
  const message = read(actMessageSchema, payload, dropped);
  if (message === null) return;
  const refuse = (outcome: ActRefusal & keyof DroppedActs): void => {
    dropped[outcome] += 1;
    const { grant, seq } = message;
    viewer.acted({ viewer: viewer.by.viewer, grant, seq, outcome });
  };
  if (!isPaid) return refuse("flooded");
  const outcome = viewer.mayAct() ? control.act(viewer, message) : "noGrant";
  if (outcome !== "passed") refuse(outcome);
};

export const createViewerLine = (deps: LineDeps, viewer: JoiningViewer): ViewerLine => {
  const { clock, control, dropped } = deps;
  const takeAsk = createBucket(clock, ASKS);
  const takeAct = createBucket(clock, ACTS);
  let open = true;
  const asked =
    <T>(schema: Schema<T>, say: (word: T) => void) =>
    (payload: unknown): void => {
      if (!open) return;
      const isPaid = takeAsk();
      const word = read(schema, payload, dropped);
      if (word === null) return;
      if (!isPaid) dropped.flooded += 1;
      else if (!viewer.mayAct()) dropped.noGrant += 1;
      else say(word);
    };
  control.addViewer(viewer);
  return {
    ask: asked(grantAskSchema, ({ grant, reason }) =>
      control.ask({ kind: "ask", by: viewer.by, grant, reason: reason ?? null }),
    ),
    drop: asked(grantDropSchema, ({ grant }) =>
      control.say({ kind: "drop", viewer: viewer.by.viewer, grant }),
    ),
    act: payload => {
      if (open) receiveAct({ ...deps, isPaid: takeAct() }, viewer, payload);
    },
    close: () => {
      open = false;
      control.removeViewer(viewer);
    },
  };
};
