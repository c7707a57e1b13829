/** Which build this is, as backups and people are told. */
import { readFileSync } from "node:fs";

const about = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};

export const APP_VERSION = about.version;
