import { engineContract, type OpenedEngine } from "../contract/index.ts";
import { retentionContract } from "../contract/retention.ts";
import { openPgliteEngine } from "./engine.ts";

const open = async (): Promise<OpenedEngine> => {
  const { db, storage } = await openPgliteEngine("memory");
  return { db, storage, close: () => storage.close() };
};

engineContract("PGlite", open);
retentionContract("PGlite", open);
