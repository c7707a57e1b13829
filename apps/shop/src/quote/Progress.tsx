/** Where the customer is, and the way back to what is done. */
import type { ReactNode } from "react";
import { fill } from "../shared/fill.ts";
import { STEPS, type Step } from "../shared/quote/fields.ts";
import { useQuote } from "./QuoteContext.ts";

export function Progress({ current }: { readonly current: Step }): ReactNode {
  const { texts, goTo } = useQuote();
  const position = STEPS.indexOf(current);
  return (
    <nav className="progress" aria-label={texts.ui.progress}>
      <p className="progress-text">
        {fill(texts.ui.stepOf, { step: position + 1, count: STEPS.length })}:{" "}
        <strong>{texts.steps[current].short}</strong>
      </p>
      <ol>
        {STEPS.map((step, index) => (
          <li key={step} className={index < position ? "done" : index === position ? "current" : "ahead"}>
            {index < position ? (
              <button type="button" onClick={() => goTo(step)}>
                {texts.steps[step].short}
                <span className="visually-hidden"> ({texts.ui.done})</span>
              </button>
            ) : (
              <span aria-current={index === position ? "step" : undefined}>{texts.steps[step].short}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
