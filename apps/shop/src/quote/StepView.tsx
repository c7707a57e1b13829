/** One step: heading, what is wrong, fields, and the buttons to move. */
import { type ReactNode, useEffect, useRef } from "react";
import { fill } from "../shared/fill.ts";
import { fieldsOf } from "../shared/quote/checks.ts";
import { STEPS, type Step } from "../shared/quote/fields.ts";
import { useQuote } from "./QuoteContext.ts";
import type { QuoteState } from "./state.ts";
import { StepFields } from "./steps/StepFields.tsx";

interface ProblemsProps {
  readonly step: Step;
  readonly sending: QuoteState["sending"];
}

interface StepProps extends ProblemsProps {
  readonly isArrival: boolean;
}

/** A new step announces itself: title of the tab, focus on its heading. */
function useAnnouncement(title: string, isArrival: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Nordwind Versicherung`;
    if (!isArrival) heading.current?.focus();
  }, [title, isArrival]);
  return heading;
}

function Problems({ step, sending }: ProblemsProps): ReactNode {
  const { errors, texts } = useQuote();
  const count = fieldsOf(step).filter(name => errors[name]).length;
  const problem =
    sending === "failed"
      ? texts.ui.sendFailed
      : sending === "rejected" && count > 0
        ? texts.ui.serverErrors
        : count === 1
          ? texts.ui.errorsOne
          : fill(texts.ui.errorsMany, { count });
  return (
    <div role="alert">{(count > 0 || sending === "failed") && <p className="notice bad">{problem}</p>}</div>
  );
}

export function StepView({ step, sending, isArrival }: StepProps): ReactNode {
  const { texts, goTo } = useQuote();
  const heading = useAnnouncement(texts.steps[step].title, isArrival);
  const previous = STEPS[STEPS.indexOf(step) - 1];
  const isLast = step === "summary";
  const submitLabel = sending === "sending" ? texts.ui.sending : texts.ui.submit;
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {texts.steps[step].title}
      </h2>
      <p className="section-lead">{texts.steps[step].lead}</p>
      <StepFields step={step} />
      <Problems step={step} sending={sending} />
      <div className="step-actions">
        {previous && (
          <button className="button quiet" type="button" onClick={() => goTo(previous)}>
            {texts.ui.back}
          </button>
        )}
        <button className="button" type="submit" disabled={sending === "sending"}>
          {isLast ? submitLabel : texts.ui.next}
        </button>
      </div>
    </>
  );
}
