/** The form's state and how it changes. Pure; knows no React and no browser. */
import { checkField, checkFields, fieldsOf, type QuoteErrors } from "../shared/quote/checks.ts";
import { type FieldName, type QuoteValues, STEPS, type Step } from "../shared/quote/fields.ts";

export interface QuoteState {
  readonly values: QuoteValues;
  readonly errors: QuoteErrors;
  readonly sending: "idle" | "sending" | "failed" | "rejected";
}

export type QuoteAction =
  | {
      readonly type: "changed";
      readonly name: FieldName;
      readonly value: string | boolean;
      readonly today: string;
    }
  | { readonly type: "left"; readonly name: FieldName; readonly today: string }
  | { readonly type: "judged"; readonly errors: QuoteErrors }
  | { readonly type: "sending" }
  | { readonly type: "failed" }
  | { readonly type: "rejected"; readonly errors: QuoteErrors };

function withError(errors: QuoteErrors, name: FieldName, code: QuoteErrors[FieldName] | null): QuoteErrors {
  const { [name]: _old, ...others } = errors;
  return code ? { ...others, [name]: code } : others;
}

/** An error that is shown goes away as soon as it is mended; a new one never appears while typing. */
function changed(state: QuoteState, action: QuoteAction & { readonly type: "changed" }): QuoteState {
  const values = { ...state.values, [action.name]: action.value } as QuoteValues;
  const errors = { ...state.errors };
  for (const name of Object.keys(errors) as FieldName[]) {
    const code = checkField(name, { values, today: action.today });
    if (code === null) delete errors[name];
    else if (name === action.name) errors[name] = code;
  }
  return { ...state, values, errors };
}

function left(state: QuoteState, action: QuoteAction & { readonly type: "left" }): QuoteState {
  const value = state.values[action.name];
  if (typeof value === "boolean" || value.trim() === "") return state;
  const code = checkField(action.name, { values: state.values, today: action.today });
  return { ...state, errors: withError(state.errors, action.name, code) };
}

export function reduce(state: QuoteState, action: QuoteAction): QuoteState {
  switch (action.type) {
    case "changed":
      return changed(state, action);
    case "left":
      return left(state, action);
    case "judged":
      return { ...state, errors: action.errors, sending: "idle" };
    case "sending":
      return { ...state, errors: {}, sending: "sending" };
    case "failed":
      return { ...state, sending: "failed" };
    case "rejected":
      return { ...state, errors: action.errors, sending: "rejected" };
  }
}

export const checkStep = (step: Step, values: QuoteValues, today: string): QuoteErrors =>
  checkFields(fieldsOf(step), { values, today });

/** As far as the answers allow: nobody lands on a step whose forerunners are incomplete. */
export function reachableStep(wanted: Step, values: QuoteValues, today: string): Step {
  for (const step of STEPS) {
    if (step === wanted) return step;
    if (Object.keys(checkStep(step, values, today)).length > 0) return step;
  }
  return wanted;
}
