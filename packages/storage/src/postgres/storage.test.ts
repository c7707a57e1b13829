import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { describe } from "vitest";
import { storageContract } from "../contract/index.ts";
import { openPostgresStorage } from "./index.ts";
import { openWire } from "./test/wire.ts";

interface Place {
  /** Where the storage connects as. */
  readonly url: string;
  stop(): Promise<void>;
}

const contractAt = (name: string, start: () => Promise<Place>): void =>
  storageContract(name, async () => {
    const place = await start();
    const wire = await openWire(place.url);
    let { storage } = await openPostgresStorage({ url: place.url });
    const reopenAt = async (url: string) => {
      await storage.close();
      ({ storage } = await openPostgresStorage({ url }));
      return storage;
    };
    return {
      storage,
      reopen: () => reopenAt(place.url),
      reopenLosingReply: async () => {
        const doomed = await reopenAt(wire.url);
        wire.cutNext("afterCommit");
        return doomed;
      },
      dispose: async () => {
        await storage.close();
        await wire.close();
        await place.stop();
      },
    };
  });

/** As the administrator of docs/operating.md does once, for a user with no right but the database. */
const PREPARED = [
  "create role lotse_app nologin",
  "create role lotse_directory nologin",
  "create role lotse_auth nologin",
  "create role lotse_backup nologin",
  "create role owner login password 'owner'",
  "grant lotse_app, lotse_directory, lotse_auth, lotse_backup to owner",
  "create database lotse owner owner encoding 'UTF8' template template0",
];

const asOwner = (server: TestPostgres): string => {
  const url = new URL(server.url);
  return `${Object.assign(url, { username: "owner", password: "owner", pathname: "/lotse" })}`;
};

describe.skipIf(!canStartPostgres())("on a server", () => {
  contractAt("PostgreSQL as its superuser", startPostgres);
  contractAt("PostgreSQL as an owner who may nothing else", async () => {
    const server = await startPostgres();
    for (const statement of PREPARED) await server.query(statement);
    return { url: asOwner(server), stop: server.stop };
  });
});
