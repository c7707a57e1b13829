import { previousBuildContract } from "../contract/previous/index.ts";
import { openPgliteEngine } from "./engine.ts";

previousBuildContract("PGlite", async () => {
  const { db, storage } = await openPgliteEngine("memory");
  return { db, close: () => storage.close() };
});
