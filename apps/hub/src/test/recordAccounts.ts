/**
 * Records what this build's accounts say to their database; see `packages/storage/src/contract/previous`. Run before
 * a release, once, and never again for the same build:
 *
 *     node --import tsx apps/hub/src/test/recordAccounts.ts
 */
import { readdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { type RecordedTransaction, type Recording, recordingDialect } from "@lotse/storage/previous";
import express from "express";
import { createAccounts } from "../features/accounts/accounts.ts";
import { systemRandomBytes } from "../systemWorld.ts";

const ANNA = { name: "Anna Petersen", email: "anna@nordwind.example", password: "anna-lotse-demo" };
const BUILDS = new URL("../../../../packages/storage/src/contract/previous/builds/", import.meta.url);
/** The build is named by its newest migration, as the port's recording is. */
const build = readdirSync(BUILDS)
  .filter(file => !file.includes("accounts"))
  .map(file => file.replace(".json", ""))
  .sort()
  .at(-1);
if (build === undefined) throw new Error("Record the port first");

const { storage, authDialect } = await openPgliteStorage({ dataDir: "memory" });
const transactions: RecordedTransaction[] = [];
const accounts = createAccounts({
  authDialect: recordingDialect(authDialect, one => transactions.push(one)),
  storage,
  randomBytes: systemRandomBytes,
  secret: "s".repeat(43),
});
await accounts.createAccount(ANNA);
await accounts.createAccount(ANNA);

const app = express();
const server = app.listen(0, "127.0.0.1");
await new Promise(resolve => server.once("listening", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { handler, agentOf } = accounts.signInAt({ publicUrl: url, signInsChanged: () => Promise.resolve() });
app.all("/api/auth/{*path}", handler);
const post = (path: string, body: object, cookie = ""): Promise<Response> =>
  fetch(`${url}/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, cookie },
    body: JSON.stringify(body),
  });

const refused = await post("/sign-in/email", { ...ANNA, password: "not the password" });
const signedIn = await post("/sign-in/email", ANNA);
const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
await agentOf({ cookie });
const signedOut = await post("/sign-out", {}, cookie);
await agentOf({ cookie });
if (refused.status !== 401 || signedIn.status !== 200 || signedOut.status !== 200) {
  throw new Error("The day went otherwise");
}
server.close();
await storage.close();

const recording: Recording = { build, of: "accounts", tables: ["user", "session", "account"], transactions };
writeFileSync(new URL(`${build}.accounts.json`, BUILDS), `${JSON.stringify(recording, null, 1)}\n`);
process.stdout.write(`${transactions.length} transactions of the accounts of build ${build}\n`);
