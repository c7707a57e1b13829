/**
 * Composition root of the demo site: environment, clock, randomness, signals. Tells a parent process when it is
 * ready; prints only what went wrong, and its address with SHOP_VERBOSE=1.
 */
import { randomInt, randomUUID } from "node:crypto";
import { join } from "node:path";
import { BuildMissing, readAssets } from "./assets.ts";
import { ConfigInvalid, readConfig } from "./config.ts";
import { createShop, PortTaken, type RunningShop } from "./createShop.ts";

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

/** Stops cleanly on the first signal, and when whoever started it is gone. A second signal does not wait. */
function stopOnSignals(shop: RunningShop): void {
  const stop = (): void => {
    void shop.close().then(() => {
      // The channel to the parent would keep this process alive.
      if (process.connected) process.disconnect();
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
  if (process.send !== undefined) process.once("disconnect", stop);
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
  const port = await shop.listen(config.port);
  stopOnSignals(shop);
  const url = `http://localhost:${port}`;
  process.send?.({ kind: "ready", url });
  if (config.verbose) say(`Demo shop: ${url} (Lotse from ${config.hubUrl})`);
}

main().catch((error: unknown) => {
  say(explain(error));
  process.exitCode = 1;
});
