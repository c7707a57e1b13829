/** The environment, read once. Everything has a default that works on one machine; a wrong value is named. */
import { join, resolve } from "node:path";
import { RETENTION_DAYS, type RetentionDays } from "@lotse/storage/retention";
import * as v from "valibot";
import { parseRetention, RETENTION_FAULT } from "./features/care/retentionSetting.ts";
import { minuteOfDay } from "./features/care/schedule.ts";
import type { LogLevel } from "./log.ts";
import { isOriginPattern } from "./origins.ts";

export interface HubConfig {
  readonly port: number;
  readonly shopPort: number;
  /** Address to listen on; null = all. A demo, whose passwords are known, stays on this machine. */
  readonly host: string | null;
  /** Folder of everything that lasts. */
  readonly dataFolder: string;
  /** A PostgreSQL server to store on, a secret; null = the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  /** Where browsers reach the hub, no trailing slash; null = http://localhost:PORT. */
  readonly publicUrl: string | null;
  /** Where the mirror document is loaded from; null = an origin of its own if we can make one. */
  readonly mirrorUrl: string | null;
  readonly demo: boolean;
  /** Origins that may embed the demo site, besides this machine's own; exact, or with a wildcard port. */
  readonly allowedOrigins: readonly string[];
  /** Proxies in front that may say whose address a request is from. */
  readonly trustedHops: number;
  /** Where rules may send hooks besides public addresses by https. */
  readonly hookHosts: ReadonlySet<string>;
  /** Where assets of shared pages may come from besides public addresses by https. */
  readonly assetHosts: ReadonlySet<string>;
  readonly socketsPerAddress: number;
  readonly logLevel: LogLevel;
  readonly backupFolder: string;
  readonly backupsKept: number;
  /** Minutes after midnight, UTC; also when retention runs. */
  readonly careAtMinute: number;
  readonly backupDaily: boolean;
  readonly retentionDays: RetentionDays;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const port = (fallback: string) =>
  v.pipe(
    v.optional(v.string(), fallback),
    v.regex(/^\d{1,5}$/, "must be a port number"),
    v.transform(Number),
    v.maxValue(65_535, "must be a port number"),
  );

const wholeNumber = (fallback: string) =>
  v.pipe(
    v.optional(v.string(), fallback),
    v.regex(/^\d{1,7}$/, "must be a whole number"),
    v.transform(Number),
  );

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, "");
};

const isDatabaseUrl = (text: string): boolean =>
  URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);

const hosts = v.optional(
  v.pipe(
    v.string(),
    v.transform(list => list.split(",").map(host => host.trim())),
    v.everyItem(
      host => URL.canParse(`http://${host}`) && new URL(`http://${host}`).host === host,
      "must be hosts like crm.internal:8080, separated by commas",
    ),
  ),
);

const CARE_AT = "03:00";

const schema = v.object({
  PORT: port("3300"),
  SHOP_PORT: port("3301"),
  LOTSE_HOST: v.optional(v.string()),
  LOTSE_DATA: v.optional(v.pipe(v.string(), v.nonEmpty("must name a folder")), ".lotse"),
  DATABASE_URL: v.optional(
    v.pipe(v.string(), v.check(isDatabaseUrl, "must be like postgres://USER:PASSWORD@HOST:5432/DATABASE")),
  ),
  LOTSE_PUBLIC_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isOrigin, "must be an origin like https://lotse.example, without a path"),
      v.transform(url => url.replace(/\/$/, "")),
    ),
  ),
  LOTSE_MIRROR_URL: v.optional(
    v.pipe(
      v.string(),
      v.url("must be a URL like https://mirror.example/mirror"),
      v.startsWith("http", "must be http(s)"),
    ),
  ),
  LOTSE_DEMO: v.optional(v.picklist(["0", "1"], "must be 0 or 1"), "0"),
  LOTSE_ALLOWED_ORIGINS: v.optional(
    v.pipe(
      v.string(),
      v.transform(list => list.split(",").map(origin => origin.trim())),
      v.everyItem(isOriginPattern, "must be origins like https://shop.example, separated by commas"),
    ),
  ),
  LOTSE_TRUSTED_HOPS: wholeNumber("0"),
  LOTSE_SOCKETS_PER_ADDRESS: wholeNumber("1000"),
  LOTSE_BACKUP_AT: v.optional(
    v.pipe(
      v.string(),
      v.check(
        text => text === "off" || minuteOfDay(text) !== null,
        "must be a time like 03:00 (UTC), or off",
      ),
    ),
    CARE_AT,
  ),
  LOTSE_BACKUP_KEEP: v.pipe(wholeNumber("7"), v.minValue(1, "must be at least 1")),
  LOTSE_BACKUP_FOLDER: v.optional(v.string()),
  LOTSE_RETENTION: v.optional(
    v.pipe(
      v.string(),
      v.check(text => parseRetention(text) !== null, RETENTION_FAULT),
    ),
  ),
  LOTSE_HOOK_HOSTS: hosts,
  LOTSE_ASSET_HOSTS: hosts,
  LOTSE_LOG: v.optional(
    v.picklist(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent"),
    "info",
  ),
});

/** Throws a ConfigError that names the variable; never repeats its value, which may be a secret. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): HubConfig => {
  const given = Object.fromEntries(
    Object.keys(schema.entries).flatMap(name => {
      const value = environment[name]?.trim();
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const parsed = v.safeParse(schema, given);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ConfigError(`${v.getDotPath(issue) ?? "environment"} ${issue.message}`);
  }
  const { output } = parsed;
  const demo = output.LOTSE_DEMO === "1";
  return {
    port: output.PORT,
    shopPort: output.SHOP_PORT,
    host: output.LOTSE_HOST ?? (demo ? "127.0.0.1" : null),
    dataFolder: resolve(output.LOTSE_DATA),
    databaseUrl: output.DATABASE_URL ?? null,
    publicUrl: output.LOTSE_PUBLIC_URL ?? null,
    mirrorUrl: output.LOTSE_MIRROR_URL ?? null,
    demo,
    allowedOrigins: output.LOTSE_ALLOWED_ORIGINS ?? [],
    trustedHops: output.LOTSE_TRUSTED_HOPS,
    hookHosts: new Set(output.LOTSE_HOOK_HOSTS ?? []),
    assetHosts: new Set(output.LOTSE_ASSET_HOSTS ?? []),
    socketsPerAddress: output.LOTSE_SOCKETS_PER_ADDRESS,
    logLevel: output.LOTSE_LOG,
    backupFolder: resolve(output.LOTSE_BACKUP_FOLDER ?? join(output.LOTSE_DATA, "backups")),
    backupsKept: output.LOTSE_BACKUP_KEEP,
    careAtMinute: minuteOfDay(output.LOTSE_BACKUP_AT) ?? minuteOfDay(CARE_AT) ?? 0,
    retentionDays: parseRetention(output.LOTSE_RETENTION ?? "") ?? RETENTION_DAYS,
    backupDaily: output.LOTSE_BACKUP_AT !== "off",
  };
};

/**
 * The addresses that follow from the configuration once the port is known. On one machine the two names of the
 * loopback are two origins: the console lives on `localhost`, the mirror on `127.0.0.1`.
 */
export const addressesOf = (
  config: Pick<HubConfig, "publicUrl" | "mirrorUrl">,
  boundPort: number,
): { readonly publicUrl: string; readonly mirrorUrl: string } => {
  const publicUrl = config.publicUrl ?? `http://localhost:${boundPort}`;
  const ownOrigin = publicUrl.replace(/^http:\/\/localhost(?=:|$)/, "http://127.0.0.1");
  return { publicUrl, mirrorUrl: config.mirrorUrl ?? `${ownOrigin}/mirror` };
};
