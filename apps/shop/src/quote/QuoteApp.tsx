/** The quote form as a whole: state, steps, moving on, sending. */
import { type FormEvent, type ReactNode, useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import type { Language } from "../shared/language.ts";
import { type QuoteValues, STEPS, type Step } from "../shared/quote/fields.ts";
import { quoteTexts } from "../shared/texts/quoteTexts.ts";
import { Aside } from "./Aside.tsx";
import type { Drafts } from "./draft.ts";
import { Progress } from "./Progress.tsx";
import { type QuoteForm, QuoteProvider } from "./QuoteContext.ts";
import { StepView } from "./StepView.tsx";
import type { SendResult } from "./send.ts";
import { checkStep, type QuoteState, reachableStep, reduce } from "./state.ts";
import { useFocusOnError } from "./useFocusOnError.ts";
import { useSending } from "./useSending.ts";
import { useStep } from "./useStep.ts";

export interface QuoteAppProps {
  readonly language: Language;
  readonly today: string;
  readonly drafts: Drafts;
  readonly send: (values: QuoteValues) => Promise<SendResult>;
  readonly leaveTo: (path: string) => void;
}

const initialState = (drafts: Drafts): QuoteState => ({ values: drafts.load(), errors: {}, sending: "idle" });

/** How far the answers reach, asked at any time without making the asker new with every keystroke. */
function useReach(values: QuoteValues, today: string): (wanted: Step) => Step {
  const latest = useRef(values);
  useEffect(() => {
    latest.current = values;
  }, [values]);
  return useCallback(wanted => reachableStep(wanted, latest.current, today), [today]);
}

function useQuoteApp({ language, today, drafts, send, leaveTo }: QuoteAppProps) {
  const [state, dispatch] = useReducer(reduce, drafts, initialState);
  const { values, errors } = state;
  const { step, isArrival, goTo } = useStep(useReach(values, today));
  const focusError = useFocusOnError();
  useEffect(() => drafts.save(values), [drafts, values]);

  const onAccepted = (next: string): void => {
    drafts.clear();
    leaveTo(next);
  };
  const onRejected = (wrong: Step): void => {
    if (wrong !== step) goTo(wrong);
    focusError();
  };
  const finish = useSending({ send, dispatch, onAccepted, onRejected });

  const moveOn = (): void => {
    const found = checkStep(step, values, today);
    dispatch({ type: "judged", errors: found });
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (Object.keys(found).length > 0) focusError();
    else if (next) goTo(next);
    else void finish(values);
  };

  const form = useMemo((): QuoteForm => {
    const change: QuoteForm["change"] = (name, value) => dispatch({ type: "changed", name, value, today });
    const leave: QuoteForm["leave"] = name => dispatch({ type: "left", name, today });
    return { language, texts: quoteTexts[language], today, values, errors, change, leave, goTo };
  }, [language, today, values, errors, goTo]);
  return { form, step, isArrival, sending: state.sending, moveOn };
}

export function QuoteApp(props: QuoteAppProps): ReactNode {
  const { form, step, isArrival, sending, moveOn } = useQuoteApp(props);
  const submitted = (event: FormEvent): void => {
    event.preventDefault();
    moveOn();
  };
  return (
    <QuoteProvider value={form}>
      <Progress current={step} />
      <div className="quote-columns">
        <form id="quote-form" data-lotse-form="quote" noValidate onSubmit={submitted}>
          <StepView key={step} step={step} sending={sending} isArrival={isArrival} />
        </form>
        <Aside />
      </div>
    </QuoteProvider>
  );
}
