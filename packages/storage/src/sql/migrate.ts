/** The migrations of this build. */
import type { Kysely } from "kysely";
import { type Migrations, runMigrations } from "./migrationRunner.ts";
import { members } from "./migrations/0002_members.ts";
import { identity } from "./migrations/0003_identity.ts";
import { care } from "./migrations/0004_care.ts";
import { plan } from "./migrations/0005_plan.ts";
import { requests } from "./migrations/0006_requests.ts";
import { wrapUps } from "./migrations/0007_wrapUps.ts";
import { record } from "./migrations/0008_record.ts";
import { radar } from "./migrations/0009_radar.ts";
import { recordings } from "./migrations/0010_recordings.ts";
import { manualInvitation } from "./migrations/0011_manualInvitation.ts";
import { maskRules } from "./migrations/0012_maskRules.ts";
import { assetOrigins } from "./migrations/0013_assetOrigins.ts";
import { drift } from "./migrations/0014_drift.ts";
import { sharing } from "./migrations/0015_sharing.ts";
import { pushOrigins } from "./migrations/0016_pushOrigins.ts";
import { ground } from "./migrations/ground.ts";
import type { Database } from "./schema.ts";

/** In order of their names, for ever: a released migration is never edited. */
export const MIGRATIONS: Migrations = {
  "0001_ground": ground,
  "0002_members": members,
  "0003_identity": identity,
  "0004_care": care,
  "0005_plan": plan,
  "0006_requests": requests,
  "0007_wrapUps": wrapUps,
  "0008_record": record,
  "0009_radar": radar,
  "0010_recordings": recordings,
  "0011_manualInvitation": manualInvitation,
  "0012_maskRules": maskRules,
  "0013_assetOrigins": assetOrigins,
  "0014_drift": drift,
  "0015_sharing": sharing,
  "0016_pushOrigins": pushOrigins,
};

export const migrate = (db: Kysely<Database>): Promise<void> => runMigrations(db, MIGRATIONS);
