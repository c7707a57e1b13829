/** Columns of `jsonb`: read as a value, written as its JSON text, because the drivers disagree on arrays. */
import type { ColumnType } from "kysely";

export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
