/**
 * Which fields of a command's input are ids, read off its schema: the audit trail's subject and the deny matrix follow from
 * it. Knows schemas, not what they are for.
 */
import { type CommandName, ID_PATTERN } from "@lotse/protocol";
import { commandInputs } from "@lotse/protocol/schemas";

interface SchemaLike {
  readonly type?: unknown;
  readonly wrapped?: SchemaLike;
  readonly pipe?: readonly { readonly type?: unknown; readonly requirement?: unknown }[];
}

const isId = (schema: SchemaLike): boolean =>
  schema.wrapped === undefined
    ? (schema.pipe ?? []).some(({ type, requirement }) => type === "regex" && requirement === ID_PATTERN)
    : isId(schema.wrapped);

export const idFieldsOf = (name: CommandName): readonly string[] =>
  Object.entries(commandInputs[name].entries as Readonly<Record<string, SchemaLike>>)
    .filter(([, schema]) => isId(schema))
    .map(([field]) => field);

/** The ids in a parsed input, by field. */
export const idsIn = (name: CommandName, input: unknown): Readonly<Record<string, string>> => {
  const fields = input as Readonly<Record<string, unknown>>;
  const ids: Record<string, string> = {};
  for (const field of idFieldsOf(name)) {
    const value = fields[field];
    if (typeof value === "string") ids[field] = value;
  }
  return ids;
};
