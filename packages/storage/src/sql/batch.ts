/** A batch as one parameter: `jsonb_to_recordset` keeps statements the same for 1 row and for 1,000. */
import { type RawBuilder, sql } from "kysely";

/** `batch(rows, "id uuid, name text")` is a table expression named `input`. */
export const batch = (rows: readonly object[], columns: string): RawBuilder<unknown> =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as input(${sql.raw(columns)})`;

/** The last of each key wins: one statement must not touch a row twice. */
export const lastByKey = <T, K>(items: readonly T[], keyOf: (item: T) => K): T[] => [
  ...new Map(items.map(item => [keyOf(item), item])).values(),
];
