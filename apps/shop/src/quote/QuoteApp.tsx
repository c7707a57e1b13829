/** The quote form as a whole: state, steps, moving on, sending. */
import { type FormEvent, type ReactNode, useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import type { Language } from "../shared/language.ts";
import { fieldsOf } from "../shared/quote/checks.ts";
import { STEPS, type Step } from "../shared/quote/fields.ts";
import { quoteTexts } from "../shared/texts/quoteTexts.ts";
import { Aside } from "./Aside.tsx";
import type { Drafts } from "./draft.ts";
import { controlId } from "./fields/FieldFrame.tsx";
import { Progress } from "./Progress.tsx";
import { type QuoteForm, QuoteProvider } from "./QuoteContext.ts";
import { StepView } from "./StepView.tsx";
import type { SendResult } from "./send.ts";
import { checkStep, type QuoteState, reachableStep, reduce } from "./state.ts";
import { useStep } from "./useStep.ts";

export interface QuoteAppProps {
  readonly language: Language;
  readonly today: string;
  readonly drafts: Drafts;
  readonly send: (values: QuoteState["values"]) => Promise<SendResult>;
  readonly leaveTo: (path: string) => void;
}

const initialState = (drafts: Drafts): QuoteState => ({ values: drafts.load(), errors: {}, sending: "idle" });

/** The first wrong answer on the step gets the focus, counted from the top as the customer reads. */
function useFocusOnError(state: QuoteState, step: Step) {
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    const first = document.querySelector<HTMLElement>("#quote-form [aria-invalid='true']");
    const target = first?.matches("input, select, textarea")
      ? first
      : first?.querySelector<HTMLElement>("input");
    const fallback = fieldsOf(step).find(name => state.errors[name]);
    (target ?? (fallback && document.getElementById(controlId(fallback))))?.focus();
  });
  return useCallback(() => {
    wanted.current = true;
  }, []);
}

export function QuoteApp(props: QuoteAppProps): ReactNode {
  const { language, today, drafts } = props;
  const [state, dispatch] = useReducer(reduce, drafts, initialState);
  const values = useRef(state.values);
  values.current = state.values;
  const allow = useCallback((wanted: Step) => reachableStep(wanted, values.current, today), [today]);
  const { step, isArrival, goTo } = useStep(allow);
  const focusError = useFocusOnError(state, step);

  useEffect(() => drafts.save(state.values), [drafts, state.values]);

  const send = async (): Promise<void> => {
    dispatch({ type: "sending" });
    const result = await props.send(state.values);
    if (result.state === "failed") dispatch({ type: "failed" });
    if (result.state === "accepted") {
      drafts.clear();
      props.leaveTo(result.next);
    }
    if (result.state === "rejected") {
      dispatch({ type: "rejected", errors: result.errors });
      const stepWithError = STEPS.find(one => fieldsOf(one).some(name => result.errors[name]));
      if (stepWithError && stepWithError !== step) goTo(stepWithError);
      focusError();
    }
  };

  const moveOn = (event: FormEvent): void => {
    event.preventDefault();
    const errors = checkStep(step, state.values, today);
    dispatch({ type: "judged", errors });
    if (Object.keys(errors).length > 0) {
      focusError();
      return;
    }
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next) goTo(next);
    else void send();
  };

  const form: QuoteForm = useMemo(
    () => ({
      language,
      texts: quoteTexts[language],
      today,
      values: state.values,
      errors: state.errors,
      change: (name, value) => dispatch({ type: "changed", name, value, today }),
      leave: name => dispatch({ type: "left", name, today }),
      goTo,
    }),
    [language, today, state.values, state.errors, goTo],
  );

  return (
    <QuoteProvider value={form}>
      <Progress current={step} />
      <div className="quote-columns">
        <form id="quote-form" data-lotse-form="quote" noValidate onSubmit={moveOn}>
          <StepView key={step} step={step} sending={state.sending} isArrival={isArrival} />
        </form>
        <Aside />
      </div>
    </QuoteProvider>
  );
}
