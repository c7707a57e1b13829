/** Turns a schema's verdict into our closed error list. Never repeats the input. */
import * as v from "valibot";
import { ERROR_CODES, type ErrorCode, LotseError } from "../errors.ts";

const known: ReadonlySet<string> = new Set(ERROR_CODES);

const codeOf = (issue: v.BaseIssue<unknown>): ErrorCode => {
  if (known.has(issue.message)) return issue.message as ErrorCode;
  if (issue.type === "strict_object") {
    if (issue.expected === "never") return "FIELD_UNKNOWN";
    const last = issue.path?.at(-1);
    if (last !== undefined && issue.received === "undefined") return "FIELD_MISSING";
  }
  return "FIELD_TYPE";
};

/** The first issue as an error; `field` is its dotted path, cut at 100 characters. */
export const toFieldError = (issues: readonly v.BaseIssue<unknown>[]): LotseError => {
  const issue = issues[0];
  if (issue === undefined) return new LotseError("FIELD_TYPE", "The input does not have the expected shape");
  const code = codeOf(issue);
  const field = code === "FIELD_UNKNOWN" ? undefined : v.getDotPath(issue)?.slice(0, 100);
  return new LotseError(code, `The input was refused: ${code}`, field === undefined ? {} : { field });
};

/**
 * Parses `input` or throws a LotseError with a code of the closed list.
 * A schema's `abortEarly` is always on: the first fault is enough, and hostile input stays cheap.
 */
export const parse = <S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> => {
  const verdict = v.safeParse(schema, input, { abortEarly: true });
  if (verdict.success) return verdict.output;
  throw toFieldError(verdict.issues);
};
