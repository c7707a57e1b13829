/** One PostgreSQL for a file of tests, migrated once; whatever a test opened on it is closed after the test. */
import { startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { afterAll, afterEach, beforeAll } from "vitest";
import { PATIENCE } from "../connections.ts";
import { connectPostgres, type PostgresEngine } from "../engine.ts";
import { openPostgresStorage, type PostgresSettings, type PostgresStorage } from "../index.ts";
import { openWire, type Wire } from "./wire.ts";

export interface OnServer {
  /** Once the tests run. */
  readonly server: TestPostgres;
  open(settings?: Partial<PostgresSettings>): Promise<PostgresStorage>;
  wire(): Promise<Wire>;
  /** Kysely itself, beneath the port. */
  beneath(): PostgresEngine;
}

export const onServer = (): OnServer => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
    await (await openPostgresStorage({ url: server.url })).storage.close();
  });
  afterAll(() => server?.stop());

  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });
  return {
    get server() {
      return server;
    },
    open: async settings => {
      const engine = await openPostgresStorage({ url: server.url, ...settings });
      opened.push(engine.storage);
      return engine;
    },
    wire: async () => {
      const wire = await openWire(server.url);
      opened.push(wire);
      return wire;
    },
    beneath: () => {
      const engine = connectPostgres({ url: server.url, max: 5, patience: PATIENCE });
      opened.push(engine.connections);
      return engine;
    },
  };
};
