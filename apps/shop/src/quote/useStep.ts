/** The current step lives in the address: one history entry per step, so reload, back and forward work. */
import { useCallback, useEffect, useState } from "react";
import { STEPS, type Step } from "../shared/quote/fields.ts";

const FIRST: Step = "vehicle";

const stepOf = (pathname: string): Step => STEPS.find(step => pathname === `/quote/${step}`) ?? FIRST;

const addressOf = (step: Step): string => `/quote/${step}${window.location.search}`;

interface Steps {
  readonly step: Step;
  /** True until the customer has moved: the page has just been read out, nothing must grab the focus. */
  readonly isArrival: boolean;
  readonly goTo: (step: Step) => void;
}

/** `allow` says how far the answers reach; it is asked on arrival and whenever the customer moves through history. */
export function useStep(allow: (wanted: Step) => Step): Steps {
  const [state, setState] = useState(() => ({
    step: allow(stepOf(window.location.pathname)),
    isArrival: true,
  }));
  const { step, isArrival } = state;

  useEffect(() => {
    if (window.location.pathname !== `/quote/${step}`) window.history.replaceState(null, "", addressOf(step));
  }, [step]);

  useEffect(() => {
    const moved = (): void => setState({ step: allow(stepOf(window.location.pathname)), isArrival: false });
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, [allow]);

  const goTo = useCallback((next: Step) => {
    window.history.pushState(null, "", addressOf(next));
    setState({ step: next, isArrival: false });
  }, []);

  return { step, isArrival, goTo };
}
