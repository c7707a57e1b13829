/** A first look at the server somebody named, so that what is wrong with it is said in one line. */
import { LotseError } from "@lotse/protocol";
import pg from "pg";
import type { PostgresInfo } from "../Engine.ts";
import { diagnosisOf, sqlStateOf } from "../sql/errors.ts";
import { clientConfig, type Patience } from "./connections.ts";

const OLDEST = 15;

const refuse = (message: string): LotseError => new LotseError("STORE_UNAVAILABLE", message);

interface Said {
  readonly version: string;
  readonly number: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly commit: string;
  readonly standby: boolean;
}

/** What the server says of itself, or why it will not do. */
export const judge = (said: Said): PostgresInfo => {
  if (said.number < OLDEST * 10_000) {
    throw refuse(`PostgreSQL ${said.version} is too old; Lotse needs ${OLDEST} or newer.`);
  }
  if (said.encoding !== "UTF8") {
    throw refuse(
      `The database stores ${said.encoding}; Lotse needs UTF8 (create database ... encoding 'UTF8' template template0).`,
    );
  }
  if (said.standby)
    throw refuse("DATABASE_URL names a standby that takes no writes; name the primary server.");
  return {
    engine: "postgres",
    version: said.version,
    survivesPowerCut: said.fsync === "on" && said.commit !== "off",
  };
};

const placeOf = (url: string): string => {
  // Neither the name nor the password.
  const host = URL.canParse(url) ? new URL(url).host : "";
  return host === "" ? "the address in DATABASE_URL" : host;
};

/** Never repeats anything of the URL but the server's address. */
const explain = (error: unknown, url: string): LotseError => {
  const reasons: Readonly<Record<string, string>> = {
    "28P01": "PostgreSQL refuses the user or the password in DATABASE_URL.",
    "28000": "PostgreSQL refuses the user in DATABASE_URL from this machine (pg_hba.conf).",
    "3D000": "There is no database of the name in DATABASE_URL. Create it first: create database NAME.",
    "53300": "PostgreSQL takes no more connections (max_connections).",
    "57P03": "PostgreSQL is just starting or stopping. Try again in a moment.",
    ENOTFOUND: `There is no machine ${placeOf(url)}; look at DATABASE_URL.`,
  };
  const known = reasons[sqlStateOf(error) ?? ""];
  if (known !== undefined) return refuse(known);
  const fromServer = error instanceof pg.DatabaseError;
  return refuse(
    fromServer
      ? `PostgreSQL at ${placeOf(url)} refuses the connection: SQLSTATE ${diagnosisOf(error)}.`
      : `No PostgreSQL answers at ${placeOf(url)} (${sqlStateOf(error) ?? "no connection"}). Does it run, and is DATABASE_URL right?`,
  );
};

export const inspectServer = async (url: string, patience: Patience): Promise<PostgresInfo> => {
  const client = new pg.Client(clientConfig(url, patience));
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Said>(`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, pg_is_in_recovery() as standby`);
    const [said] = rows;
    if (said === undefined) throw new Error("no answer");
    return judge(said);
  } catch (error) {
    throw error instanceof LotseError ? error : explain(error, url);
  } finally {
    await client.end().catch(() => {});
  }
};
