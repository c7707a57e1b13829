/**
 * The whole hub with its real features on a database in memory: everything a person could do, done over the wire.
 * Time stands still until a test moves it.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type {
  AgentCommand,
  AgentEvents,
  AgentId,
  Beacon,
  BeaconAnswer,
  CommandInput,
  CommandName,
  CommandOutput,
  Result,
  RuleId,
  SiteId,
  TenantId,
  VisitorCommand,
  VisitorEvents,
} from "@lotse/protocol";
import { PROTOCOL_VERSION } from "@lotse/protocol";
import type { Storage, StorageEngine, TenantSeed } from "@lotse/storage";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { FakeClock } from "@lotse/testkit";
import type { Dialect } from "kysely";
import { io } from "socket.io-client";
import type { AnyCommand } from "../command.ts";
import { composeFeatures } from "../composeFeatures.ts";
import { createHub } from "../createHub.ts";
import { DEMO_AGENTS, type DemoAgent, nordwindSeed } from "../demo/nordwind.ts";
import { createAccounts } from "../features/accounts/accounts.ts";
import type { Passwords } from "../features/accounts/passwords.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { createLog } from "../log.ts";
import type { Cast } from "./cast.ts";

export const SHOP_ORIGIN = "http://localhost:3301";
const PATIENCE_MS = 10_000;

/** A second tenant, to be kept apart from the first. */
export const OTHER_AGENT: DemoAgent & { readonly id: AgentId } = {
  id: "6f746865-7200-4000-8000-0000000000d4" as AgentId,
  name: "Dora Other",
  email: "dora@other.example",
  password: "dora-lotse-demo",
  role: "agent",
  skills: ["Sales"],
};

const otherSeed = (accountId: string): TenantSeed => {
  const tenantId = "6f746865-7200-4000-8000-000000000001" as TenantId;
  const siteId = "6f746865-7200-4000-8000-000000000002" as SiteId;
  const [site] = nordwindSeed(() => "").sites;
  const [rule] = nordwindSeed(() => "").rules;
  if (site === undefined || rule === undefined) throw new Error("the demo has a site and a rule");
  const { name, email, id } = OTHER_AGENT;
  const skills = OTHER_AGENT.skills.map(skill => ({ skill, level: 3 }));
  const offer = { skills, capacity: 1, channels: null, limits: [] };
  return {
    tenant: { id: tenantId, name: "Other" },
    sites: [{ ...site, id: siteId, key: "other" }],
    rules: [{ ...rule, id: "6f746865-7200-4000-8000-000000000003" as RuleId, siteId }],
    agents: [{ id, accountId, name, email, role: "agent", ...offer }],
  };
};

export interface Line<Name extends CommandName, Events> {
  ask<N extends Name>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** The Result as it came, of anything. */
  raw(name: string, input: unknown): Promise<Result<unknown>>;
  /** The next event of that name that was not taken yet; waits for it. */
  next<E extends keyof Events & string>(event: E): Promise<Events[E]>;
  /** Events of that name that came and were not taken. */
  heard(event: keyof Events & string): number;
  /** Resolves when the hub ended the connection. */
  readonly ended: Promise<void>;
  close(): void;
}
export type VisitorLine = Line<VisitorCommand, VisitorEvents>;
export type AgentLine = Line<AgentCommand, AgentEvents>;

const patiently = <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`still waiting for ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

const openLine = async (
  url: string,
  headers: Record<string, string>,
  token?: string,
): Promise<Line<never, never>> => {
  const socket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION, ...(token === undefined ? {} : { token }) },
    extraHeaders: headers,
  });
  const inbox = new Map<string, unknown[]>();
  const waiting = new Map<string, ((payload: unknown) => void)[]>();
  socket.onAny((event: string, payload: unknown) => {
    const taker = waiting.get(event)?.shift();
    if (taker !== undefined) taker(payload);
    else inbox.set(event, [...(inbox.get(event) ?? []), payload]);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  const over = new Promise<void>(resolve => socket.once("disconnect", () => resolve()));
  const raw = (name: string, input: unknown): Promise<Result<unknown>> =>
    socket.timeout(PATIENCE_MS).emitWithAck(name, input);
  return {
    raw,
    ask: async (name: string, input: unknown) => {
      const result = await raw(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return result.value as never;
    },
    next: (event: string) => {
      const first = inbox.get(event)?.shift();
      if (first !== undefined) return Promise.resolve(first as never);
      const coming = new Promise<never>(resolve => {
        waiting.set(event, [...(waiting.get(event) ?? []), resolve as (payload: unknown) => void]);
      });
      return patiently(coming, event);
    },
    heard: (event: string) => inbox.get(event)?.length ?? 0,
    get ended() {
      return patiently(over, "the end");
    },
    close: () => void socket.disconnect(),
  };
};

/** As a browser would send it back. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map(one => one.split(";")[0])
    .join("; ");

export interface BeaconInput {
  readonly site?: string;
  readonly token?: string;
  readonly asks?: readonly RuleId[];
  readonly productViewed?: string;
  readonly url?: string;
  /** In place of what is made of the above. */
  readonly facts?: Beacon["facts"];
  /** What the page says besides. */
  readonly more?: Partial<
    Pick<Beacon, "revision" | "visitor" | "hidden" | "typing" | "conversions" | "language">
  >;
}

const beaconBody = (input: BeaconInput): Beacon => ({
  siteKey: input.site ?? "demo",
  ...(input.token === undefined ? {} : { token: input.token }),
  language: "de",
  ...input.more,
  facts: input.facts ?? {
    page: { url: input.url ?? `${SHOP_ORIGIN}/p/P`, title: "Produkt P", referrer: "" },
    visit: { pages: 1, ms: 1_000 },
    forms: {},
    products:
      input.productViewed === undefined ? {} : { [input.productViewed]: { viewing: true, name: "P" } },
  },
  asks: [...(input.asks ?? [])],
});

export interface WholeHub {
  readonly url: string;
  readonly clock: FakeClock;
  readonly storage: Storage;
  readonly commands: readonly AnyCommand[];
  readonly logText: () => string;
  beacon(input?: BeaconInput): Promise<BeaconAnswer>;
  visitor(token: string): Promise<VisitorLine>;
  /** Signs in and opens a console. */
  agent(agent: DemoAgent): Promise<AgentLine>;
  /** Opens a console with a session's cookie; rejects with the hub's refusal. */
  console(cookie: string): Promise<AgentLine>;
  signIn(agent: Pick<DemoAgent, "email" | "password">): Promise<Response>;
  /** What the console's own pages ask over HTTP, with or without a session. */
  request(path: string, options?: { readonly cookie?: string; readonly body?: unknown }): Promise<Response>;
  /** For what is changed behind the hub's back. */
  readonly authDialect: Dialect;
  metric(name: string): Promise<number>;
  close(): Promise<void>;
}

const captureLog = () => {
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: createLog({ level: "debug", to }), text: () => lines.join("") };
};

export const startWholeHub = async (
  options: {
    readonly around?: (storage: Storage) => Storage;
    /** In memory unless said otherwise. */
    readonly open?: () => Promise<StorageEngine>;
    readonly cast?: Cast;
    readonly limits?: Partial<Limits>;
    readonly passwords?: Passwords;
    readonly hookHosts?: ReadonlySet<string>;
    readonly assetHosts?: ReadonlySet<string>;
  } = {},
): Promise<WholeHub> => {
  const open = options.open ?? (() => openPgliteStorage({ dataDir: "memory" }));
  const { storage: real, authDialect } = await open();
  const storage = options.around?.(real) ?? real;
  const accounts = createAccounts({
    // Every test signs in from the same address
    signInLimit: { windowSeconds: 60, max: 10_000 },
    authDialect,
    storage,
    secret: randomBytes(32).toString("base64url"),
    randomBytes,
    ...(options.passwords === undefined ? {} : { passwords: options.passwords }),
  });
  const accountIds = new Map<string, string>();
  for (const one of [...DEMO_AGENTS, OTHER_AGENT, ...(options.cast?.people ?? [])])
    accountIds.set(one.email, await accounts.createAccount(one));
  await storage.seedTenant(nordwindSeed(({ email }) => accountIds.get(email) ?? ""));
  await storage.seedTenant(otherSeed(accountIds.get(OTHER_AGENT.email) ?? ""));
  for (const seed of options.cast?.seeds(({ email }) => accountIds.get(email) ?? "") ?? [])
    await storage.seedTenant(seed);
  const clock = new FakeClock();
  const captured = captureLog();
  let commands: readonly AnyCommand[] = [];
  const nowhere = join(tmpdir(), "lotse-no-such-build");
  const hub = createHub({
    clock,
    ids: randomUUID,
    random: () => 0.5,
    storage,
    accounts: place => accounts.signInAt(place),
    compose: async world => {
      const features = await composeFeatures(world);
      commands = features.commands;
      return features;
    },
    config: { host: "127.0.0.1", publicUrl: null, mirrorUrl: null, trustedHops: 0 },
    secrets: {
      authSecret: "",
      visitTokenKey: randomBytes(32).toString("base64url"),
      identityKey: randomBytes(32).toString("base64url"),
    },
    assets: { widget: nowhere, console: nowhere },
    demoAgents: null,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    ...(options.hookHosts === undefined ? {} : { hookHosts: options.hookHosts }),
    ...(options.assetHosts === undefined ? {} : { assetHosts: options.assetHosts }),
    log: captured.log,
  });
  const { port } = await hub.listen(0);
  // The name the cookie and the origin belong to, at the address the hub listens on.
  const url = `http://127.0.0.1:${port}`;
  const ownOrigin = `http://localhost:${port}`;

  const signIn: WholeHub["signIn"] = ({ email, password }) =>
    fetch(`${url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ownOrigin },
      body: JSON.stringify({ email, password }),
    });

  const openConsole = async (cookie: string): Promise<AgentLine> =>
    (await openLine(`${url}/agent`, { origin: ownOrigin, cookie })) as unknown as AgentLine;

  return {
    url,
    clock,
    storage,
    commands,
    logText: captured.text,
    signIn,
    beacon: async input => {
      const response = await fetch(`${url}/api/v1/beacon`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: SHOP_ORIGIN },
        body: JSON.stringify(beaconBody(input ?? {})),
      });
      const result = (await response.json()) as Result<BeaconAnswer>;
      if (!result.ok) throw new Error(`beacon: ${result.error.code}`);
      return result.value;
    },
    visitor: async token =>
      (await openLine(`${url}/visitor`, { origin: SHOP_ORIGIN }, token)) as unknown as VisitorLine,
    agent: async agent => openConsole(cookieOf(await signIn(agent))),
    console: openConsole,
    request: (path, { cookie, body } = {}) =>
      fetch(`${url}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          origin: ownOrigin,
          ...(cookie === undefined ? {} : { cookie }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    authDialect,
    metric: async name => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
    },
    close: async () => {
      await hub.close();
      await storage.close();
    },
  };
};
