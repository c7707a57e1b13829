/** What a database holds, asked of its own catalogue, so that no table of a later migration is ever forgotten. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../sql/schema.ts";

export interface CatalogueTable {
  /** `lotse.message` */
  readonly name: string;
  /** The primary key; rows are read in its order, texts by their bytes: alike on every server. */
  readonly key: readonly { readonly column: string; readonly isText: boolean }[];
  /** Tables its rows refer to. */
  readonly needs: readonly string[];
  /** Under row-level security. */
  readonly bound: boolean;
  /** `lotse_backup` may read it all. */
  readonly readable: boolean;
}

/** `lotse.message` quoted for SQL. */
export const tableRef = (name: string): RawBuilder<unknown> => sql.id(...name.split("."));

/** Every table of ours but Kysely's own; the header tells the migrations. */
export const readTables = async (db: Kysely<Database>): Promise<CatalogueTable[]> => {
  const { rows } = await sql<CatalogueTable>`
    select space.nspname || '.' || thing.relname as name, thing.relrowsecurity as bound,
      not thing.relrowsecurity or exists (
        select from pg_policy where polrelid = thing.oid and polname = 'backup_reads') as readable,
      (select coalesce(jsonb_agg(jsonb_build_object('column', attname, 'isText', attcollation <> 0) order by place), '[]')
        from pg_index, unnest(indkey) with ordinality as part(attribute, place)
        join pg_attribute on attnum = attribute
        where indrelid = thing.oid and indisprimary and attrelid = thing.oid) as key,
      (select coalesce(jsonb_agg(distinct other_space.nspname || '.' || other.relname), '[]')
        from pg_constraint
        join pg_class as other on other.oid = confrelid
        join pg_namespace as other_space on other_space.oid = other.relnamespace
        where conrelid = thing.oid and contype = 'f' and confrelid <> conrelid) as needs
    from pg_class as thing join pg_namespace as space on space.oid = thing.relnamespace
    where space.nspname in ('lotse', 'auth') and thing.relkind = 'r' and thing.relname not like 'kysely%'
    order by 1`.execute(db);
  return rows;
};

/** Every table after those it refers to, otherwise by name. Pure. */
export const inLoadOrder = (tables: readonly CatalogueTable[]): CatalogueTable[] => {
  const ordered: CatalogueTable[] = [];
  const placed = new Set<string>();
  let waiting = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  while (waiting.length > 0) {
    const ready = waiting.filter(table => table.needs.every(name => placed.has(name)));
    if (ready.length === 0) throw new Error("Tables refer to each other in a circle");
    for (const table of ready) {
      ordered.push(table);
      placed.add(table.name);
    }
    waiting = waiting.filter(table => !placed.has(table.name));
  }
  return ordered;
};

export const readSequences = async (
  db: Kysely<Database>,
): Promise<{ readonly sequence: string; readonly last: number | null }[]> => {
  const { rows } = await sql<{ sequence: string; last: number | null }>`
    select schemaname || '.' || sequencename as sequence, last_value as last from pg_sequences
    where schemaname in ('lotse', 'auth') order by 1`.execute(db);
  return rows;
};

export const readMigrations = async (db: Kysely<Database>): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from lotse.kysely_migration order by name`.execute(db);
  return rows.map(row => row.name);
};
