/**
 * What the visitor lets an agent do, of one session: asked for, given, refused, taken back, over by itself. Nothing is given but by
 * the visitor's answer, and all that is given is one viewer's. Pure; knows no page, no connection and no clock.
 */
import {
  type AskedGrant,
  GRANT_ASK_AGAIN_MS,
  GRANT_AWAY_MS,
  GRANT_LASTS_MS,
  GRANT_QUESTION_LASTS_MS,
  type GrantEnd,
  type GrantOutcome,
  type GrantsView,
  type MarkedBy,
  type TimedGrant,
} from "@lotse/protocol";

export interface HeldGrant {
  readonly id: number;
  readonly grant: TimedGrant;
  readonly by: MarkedBy;
  readonly untilMs: number;
}

export interface OpenQuestion {
  readonly id: number;
  readonly grant: AskedGrant;
  readonly by: MarkedBy;
  readonly reason: string | null;
  readonly untilMs: number;
}

export interface GrantState {
  readonly lastId: number;
  /** At most one of a kind, all of one viewer. */
  readonly held: readonly HeldGrant[];
  readonly question: OpenQuestion | null;
  readonly answered: GrantsView["answered"];
  readonly refusedAtMs: Readonly<Partial<Record<AskedGrant, number>>>;
  /** Null: the page is there. */
  readonly awaySinceMs: number | null;
  readonly isOver: boolean;
}

export type GrantEvent =
  | {
      readonly kind: "ask";
      readonly by: MarkedBy;
      readonly grant: AskedGrant;
      readonly reason: string | null;
    }
  | { readonly kind: "drop"; readonly viewer: number; readonly grant: AskedGrant }
  | { readonly kind: "answer"; readonly id: number; readonly answer: "give" | "refuse" }
  | { readonly kind: "takeBack"; readonly grant: TimedGrant; readonly upTo: number }
  /** The visitor switched pointing on without being asked, or while being asked. */
  | { readonly kind: "pointingOn" }
  | { readonly kind: "pageCame" }
  | { readonly kind: "pageLeft" }
  | { readonly kind: "viewerLeft"; readonly viewer: number }
  | { readonly kind: "timePassed" }
  | { readonly kind: "over" };

export type GrantNews =
  | { readonly kind: "asked"; readonly question: OpenQuestion }
  | { readonly kind: "answered"; readonly question: OpenQuestion; readonly outcome: GrantOutcome }
  | { readonly kind: "ended"; readonly held: HeldGrant; readonly why: GrantEnd };

export interface GrantStep {
  readonly state: GrantState;
  readonly news: readonly GrantNews[];
}

export const noGrants = (nowMs: number): GrantState => ({
  lastId: 0,
  held: [],
  question: null,
  answered: null,
  refusedAtMs: {},
  awaySinceMs: nowMs,
  isOver: false,
});

const same = (state: GrantState): GrantStep => ({ state, news: [] });

const then = ({ state, news }: GrantStep, next: (state: GrantState) => GrantStep): GrantStep => {
  const after = next(state);
  return { state: after.state, news: [...news, ...after.news] };
};

const endWhere = (state: GrantState, isMeant: (held: HeldGrant) => boolean, why: GrantEnd): GrantStep => {
  const ended = state.held.filter(isMeant);
  if (ended.length === 0) return same(state);
  return {
    state: { ...state, held: state.held.filter(held => !ended.includes(held)) },
    news: ended.map(held => ({ kind: "ended", held, why })),
  };
};

const close = (state: GrantState, outcome: GrantOutcome, nowMs: number): GrantStep => {
  const { question } = state;
  if (question === null) return same(state);
  const refusedAtMs =
    outcome === "refused" ? { ...state.refusedAtMs, [question.grant]: nowMs } : state.refusedAtMs;
  return {
    state: { ...state, question: null, answered: { id: question.id, outcome }, refusedAtMs },
    news: [{ kind: "answered", question, outcome }],
  };
};

const settle = (state: GrantState, nowMs: number): GrantStep => {
  const isAway = state.awaySinceMs !== null && state.awaySinceMs + GRANT_AWAY_MS <= nowMs;
  const expired = endWhere(state, ({ untilMs }) => untilMs <= nowMs, "expired");
  const away = then(expired, rest => endWhere(rest, () => isAway, "away"));
  return then(away, rest =>
    rest.question !== null && rest.question.untilMs <= nowMs ? close(rest, "lapsed", nowMs) : same(rest),
  );
};

type Asked = Extract<GrantEvent, { kind: "ask" }>;

const ask = (state: GrantState, { by, grant, reason }: Asked, nowMs: number): GrantStep => {
  const refusedAtMs = state.refusedAtMs[grant] ?? Number.NEGATIVE_INFINITY;
  if (state.question !== null || nowMs - refusedAtMs < GRANT_ASK_AGAIN_MS) return same(state);
  // A hub that was restarted must not hand out old numbers again; milliseconds pass faster than questions are answered.
  const id = Math.max(state.lastId + 1, Math.floor(nowMs));
  const question = { id, grant, by, reason, untilMs: nowMs + GRANT_QUESTION_LASTS_MS };
  return { state: { ...state, lastId: id, question, answered: null }, news: [{ kind: "asked", question }] };
};

const give = (state: GrantState, { id, grant, by }: OpenQuestion, nowMs: number): GrantStep => {
  const given = close(state, "given", nowMs);
  if (grant === "point") return given;
  const held: HeldGrant = { id, grant, by, untilMs: nowMs + GRANT_LASTS_MS };
  const isPast = (old: HeldGrant) => old.grant === grant || old.by.viewer !== by.viewer;
  return then(
    then(given, rest => endWhere(rest, isPast, "replaced")),
    rest => same({ ...rest, held: [...rest.held, held] }),
  );
};

type Answered = Extract<GrantEvent, { kind: "answer" }>;

const answer = (state: GrantState, { id, answer: word }: Answered, nowMs: number): GrantStep => {
  const { question } = state;
  if (question === null || question.id !== id) return same(state);
  return word === "give" ? give(state, question, nowMs) : close(state, "refused", nowMs);
};

const closeWhere = (
  step: GrantStep,
  isMeant: (question: OpenQuestion) => boolean,
  as: { readonly outcome: GrantOutcome; readonly nowMs: number },
): GrantStep =>
  then(step, rest =>
    rest.question !== null && isMeant(rest.question) ? close(rest, as.outcome, as.nowMs) : same(rest),
  );

const apply = (state: GrantState, event: GrantEvent, nowMs: number): GrantStep => {
  switch (event.kind) {
    case "ask":
      return ask(state, event, nowMs);
    case "answer":
      return answer(state, event, nowMs);
    case "drop": {
      const { viewer, grant } = event;
      const isMeant = (of: HeldGrant | OpenQuestion) => of.by.viewer === viewer && of.grant === grant;
      return closeWhere(endWhere(state, isMeant, "givenBack"), isMeant, { outcome: "withdrawn", nowMs });
    }
    case "takeBack": {
      const isMeant = (of: HeldGrant | OpenQuestion) => of.grant === event.grant && of.id <= event.upTo;
      return closeWhere(endWhere(state, isMeant, "takenBack"), isMeant, { outcome: "refused", nowMs });
    }
    case "viewerLeft": {
      const isMeant = ({ by }: HeldGrant | OpenQuestion) => by.viewer === event.viewer;
      return closeWhere(endWhere(state, isMeant, "left"), isMeant, { outcome: "withdrawn", nowMs });
    }
    case "pointingOn":
      return closeWhere(same(state), ({ grant }) => grant === "point", { outcome: "given", nowMs });
    case "pageCame":
      return same({ ...state, awaySinceMs: null });
    case "pageLeft":
      return same({ ...state, awaySinceMs: state.awaySinceMs ?? nowMs });
    case "over": {
      const ended = endWhere({ ...state, isOver: true }, () => true, "over");
      return closeWhere(ended, () => true, { outcome: "lapsed", nowMs });
    }
    case "timePassed":
      return same(state);
  }
};

/** What fell due before comes first. After the end nothing happens any more. */
export const stepGrants = (state: GrantState, event: GrantEvent, nowMs: number): GrantStep =>
  state.isOver ? same(state) : then(settle(state, nowMs), rest => apply(rest, event, nowMs));

/** When the next thing ends by itself; null: nothing does. */
export const grantsWakeAtMs = ({ held, question, awaySinceMs }: GrantState): number | null => {
  const dueMs = held.map(({ untilMs }) => untilMs);
  if (question !== null) dueMs.push(question.untilMs);
  if (held.length > 0 && awaySinceMs !== null) dueMs.push(awaySinceMs + GRANT_AWAY_MS);
  return dueMs.length === 0 ? null : Math.min(...dueMs);
};

export const grantsView = ({ held, question, answered }: GrantState, nowMs: number): GrantsView => ({
  given: held.map(({ id, grant, by, untilMs }) => ({ id, grant, by, restMs: Math.max(0, untilMs - nowMs) })),
  asked:
    question === null
      ? null
      : {
          ...{ id: question.id, grant: question.grant, by: question.by, reason: question.reason },
          restMs: Math.max(0, question.untilMs - nowMs),
        },
  answered,
});
