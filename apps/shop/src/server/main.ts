/** Composition root of the demo site: environment, clock, randomness, signals. Prints only what went wrong, or all with SHOP_VERBOSE=1. */
import { randomInt, randomUUID } from "node:crypto";
import { join } from "node:path";
import { BuildMissing, readAssets } from "./assets.ts";
import { ConfigInvalid, readConfig } from "./config.ts";
import { createShop, PortTaken } from "./createShop.ts";

const distDir = join(import.meta.dirname, "..", "..", "dist");

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Expected troubles are explained in one line; anything else keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof BuildMissing || error instanceof ConfigInvalid || error instanceof PortTaken)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const shop = createShop({
    hubUrl: config.hubUrl,
    siteKey: config.siteKey,
    assets: readAssets(distDir),
    distDir,
    nowMs: () => Date.now(),
    makeId: () => randomUUID(),
    makeCode: () => String(randomInt(0, 1_000_000)).padStart(6, "0"),
    onError: error => say(explain(error)),
  });
  const stop = (): void => {
    void shop.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const port = await shop.listen(config.port);
  if (config.verbose) say(`Demo shop: http://localhost:${port} (Lotse from ${config.hubUrl})`);
}

main().catch((error: unknown) => {
  say(explain(error));
  process.exitCode = 1;
});
