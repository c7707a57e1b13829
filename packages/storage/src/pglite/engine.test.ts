import { engineContract } from "../contract/index.ts";
import { openPgliteEngine } from "./engine.ts";

engineContract("PGlite", async () => {
  const { db, storage } = await openPgliteEngine("memory");
  return { db, storage, close: () => storage.close() };
});
