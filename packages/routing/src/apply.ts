/** Which event is applied where. Work is given out before and after; see step.ts. */
import {
  agentSet,
  consoleLost,
  nextAsked,
  offerAccepted,
  offerDeclined,
  presenceSet,
  wrapUpEnded,
} from "./applyAgents.ts";
import {
  assistAsked,
  assistEnded,
  itemAdded,
  itemEnded,
  itemPicked,
  itemRequeued,
  itemTouched,
  itemTransferred,
  itemWeightSet,
  type Verdict,
} from "./applyItems.ts";
import { planSet, queueClosed, queueOpened, restored, siteClosed, siteOpened } from "./applyPlan.ts";
import { reservationAccepted, reservationAsked, reservationEnded } from "./applyReservations.ts";
import type { Draft } from "./draft.ts";
import type { RoutingEvent } from "./messages.ts";

type Type = RoutingEvent["type"];
type Of<T extends Type> = Extract<RoutingEvent, { readonly type: T }>;

const handlers: { readonly [T in Type]: (draft: Draft, event: Of<T>) => Verdict } = {
  restored,
  planSet,
  queueOpened,
  queueClosed,
  siteOpened,
  siteClosed,
  agentSet,
  presenceSet,
  consoleLost,
  offerAccepted,
  offerDeclined,
  nextAsked,
  wrapUpEnded,
  itemAdded,
  itemEnded,
  itemTouched,
  itemWeightSet,
  itemPicked,
  itemTransferred,
  itemRequeued,
  assistAsked,
  assistEnded,
  reservationAsked,
  reservationAccepted,
  reservationEnded,
  woken: () => null,
};

const handle = <T extends Type>(draft: Draft, event: Of<T> & { readonly type: T }): Verdict =>
  handlers[event.type](draft, event);

/** Applies the event, or says why not. Never throws on what an event says. */
export const apply = (draft: Draft, event: RoutingEvent): void => {
  const reason = handle(draft, event);
  if (reason !== null) draft.effects.push({ effect: "rejected", event: event.type, reason });
};
