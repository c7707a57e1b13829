import { Kysely } from "kysely";
import { backupContract } from "../contract/backup.ts";
import type { Database } from "../sql/schema.ts";
import { createPgliteDialect } from "./dialect.ts";
import { openPglite, openPgliteEngine } from "./engine.ts";

backupContract("PGlite", {
  open: async () => {
    const { db } = await openPgliteEngine("memory");
    return { db, close: () => db.destroy() };
  },
  openTarget: async () => {
    const db = new Kysely<Database>({ dialect: createPgliteDialect(await openPglite("memory")) });
    return { db, close: () => db.destroy() };
  },
});
