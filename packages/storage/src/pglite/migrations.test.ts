import { migrationContract } from "../contract/migrations.ts";
import { openPgliteEngine } from "./engine.ts";

migrationContract("PGlite", async () => {
  const { db, storage } = await openPgliteEngine("memory");
  return { db, close: () => storage.close() };
});
