/** The asset door as the hub has it, with nothing else of the hub around it. */
import { LotseError } from "@lotse/protocol";
import express, { type Express } from "express";
import type { AssetDoor } from "../features/cobrowse/assets/door.ts";
import { createErrorHandler } from "../transport/http/errors.ts";

export const assetApp = (door: AssetDoor): Express => {
  const app = express();
  app.set("query parser", "simple");
  app.use("/mirror/fetched", door.routes);
  app.use(
    createErrorHandler(error =>
      (error instanceof LotseError ? error : new LotseError("INTERNAL", String(error))).toWire(),
    ),
  );
  return app;
};
