/**
 * The hub's frame on a free port with commands of the test's own: for what the transports promise whatever the
 * features do. The whole hub with its real features is `wholeHub.ts`.
 */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { AgentId, SiteId, TenantId, VisitId } from "@lotse/protocol";
import type { NewAuditEntry, SiteRecord, Storage } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import type { AgentActor, AnyCommand, VisitorActor } from "../command.ts";
import { createHub, type HubOptions } from "../createHub.ts";
import type { Features } from "../features.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { createLog } from "../log.ts";
import type { Publisher } from "../publisher.ts";
import type { AccountDesk } from "../services.ts";
import type { SiteDirectory } from "../sites.ts";

export const SHOP = "http://localhost:3301";
export const VISIT = "00000000-0000-4000-8000-00000000000a" as VisitId;
export const TENANT = "00000000-0000-4000-8000-00000000000b" as TenantId;

const site = (key: string, more: Partial<SiteRecord> = {}): SiteRecord => ({
  tenantId: TENANT,
  id: `00000000-0000-4000-8000-site${key.padStart(8, "0")}`.replace(/[^0-9a-f-]/g, "0") as SiteId,
  key,
  name: key,
  enabled: true,
  origins: ["http://localhost:*"],
  language: "de",
  strictMasking: false,
  maskRules: [],
  assetOrigins: [],
  pushOrigins: [],
  consent: "assumed",
  ...more,
});

export const DEMO_SITE = site("de");
const OFF_SITE = site("0ff", { enabled: false });
const OTHER_SITE = site("abc", { origins: ["https://good.example"] });

export const VISITOR: VisitorActor = {
  kind: "visitor",
  tenantId: TENANT,
  siteId: DEMO_SITE.id,
  visitId: VISIT,
};
export const AGENT: AgentActor = {
  kind: "agent",
  tenantId: TENANT,
  agentId: "00000000-0000-4000-8000-00000000000c" as AgentId,
  name: "Anna",
  role: "agent",
};

const LOADER = 'const site=__LOTSE_SITE__;"$&"';

const buildFolders = async (): Promise<{
  readonly root: string;
  readonly widget: string;
  readonly console: string;
}> => {
  const root = await mkdtemp(join(tmpdir(), "lotse-hub-"));
  const folders = { root, widget: join(root, "widget"), console: join(root, "console") };
  await mkdir(join(folders.widget, "modules"), { recursive: true });
  await mkdir(join(folders.console, "assets"), { recursive: true });
  await writeFile(join(folders.widget, "loader.js"), LOADER);
  await writeFile(
    join(folders.widget, "widget.json"),
    '{"core":"core-1a2b.js","reader":"reader-1a2b.js","observers":"observers-1a2b.js","aside":"aside-1a2b.js"}',
  );
  await writeFile(join(folders.widget, "modules", "core-1a2b.js"), "export {};");
  await writeFile(join(folders.console, "index.html"), "<!doctype html><title>console</title>");
  await writeFile(join(folders.console, "mirror.html"), "<!doctype html><title>mirror</title>");
  return folders;
};

export interface Frame {
  readonly url: string;
  readonly port: number;
  readonly clock: FakeClock;
  readonly publisher: Publisher;
  readonly sites: SiteDirectory;
  /** Every line of the log so far. */
  readonly logText: () => string;
  /** What the frame told the features. */
  readonly told: string[];
  /** The audit trail so far. */
  readonly audited: readonly NewAuditEntry[];
  /** Whose session the agent cookie is, until changed. */
  signedIn: AgentActor | null;
  close(): Promise<void>;
}

/** `good` is the token of VISITOR; every other token is refused. */
export const startFrame = async (
  commands: readonly AnyCommand[] = [],
  more: Partial<Pick<HubOptions, "limits">> & {
    readonly features?: Partial<Features>;
    readonly port?: number;
    /** The hub has its port already, and no features yet. */
    readonly whileComposing?: () => Promise<void>;
  } = {},
): Promise<Frame> => {
  const folders = await buildFolders();
  const clock = new FakeClock();
  const told: string[] = [];
  const audited: NewAuditEntry[] = [];
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const state: { signedIn: AgentActor | null; publisher: Publisher | null; sites: SiteDirectory | null } = {
    signedIn: AGENT,
    publisher: null,
    sites: null,
  };
  const tell = async (what: string): Promise<void> => void told.push(what);
  const hub = createHub({
    clock,
    ids: randomUUID,
    random: () => 0.5,
    storage: {
      listSites: async () => [DEMO_SITE, OFF_SITE, OTHER_SITE],
      appendAudit: async (_tenantId: TenantId, entries: readonly NewAuditEntry[]) =>
        void audited.push(...entries),
    } as unknown as Storage,
    accounts: () => ({
      agentOf: async headers => (headers.cookie === "session=anna" ? state.signedIn : null),
      handler: (_request, response) => void response.json({ signIn: true }),
      routes: (_request, _response, next) => next(),
      desk: {} as AccountDesk,
    }),
    compose: async world => {
      state.publisher = world.publisher;
      state.sites = world.sites;
      await more.whileComposing?.();
      return {
        commands,
        routes: (_request, _response, next) => next(),
        operations: [],
        rulesFor: async () => ({ rules: [], revision: 0 }),
        receiveBeacon: async () => ({ visitId: VISIT, token: "good", decisions: [], inContact: false }),
        verifyToken: async token => (token === "good" ? VISITOR : null),
        agentConnected: () => tell("agentConnected"),
        agentDisconnected: () => tell("agentDisconnected"),
        agentLost: () => void told.push("agentLost"),
        agentSignedOut: () => tell("agentSignedOut"),
        visitLeft: () => tell("visitLeft"),
        visitAbandoned: () => tell("visitAbandoned"),
        expected: () => ({ visits: [], agents: [] }),
        serveStream: () => () => {},
        mirrorHeaders: ({ publicUrl }) => ({ "Content-Security-Policy": `frame-ancestors ${publicUrl}` }),
        mirrorAssets: (_request, _response, next) => next(),
        gauges: () => [],
        close: () => tell("closed"),
        ...more.features,
      };
    },
    config: { host: "127.0.0.1", publicUrl: null, mirrorUrl: null, trustedHops: 0 },
    limits: more.limits ?? DEFAULT_LIMITS,
    secrets: { authSecret: "", visitTokenKey: "", identityKey: "" },
    assets: folders,
    demoAgents: null,
    log: createLog({ level: "debug", to }),
  });
  const { port, url } = await hub.listen(more.port ?? 0);
  const { publisher, sites } = state;
  if (publisher === null || sites === null) throw new Error("not composed");
  return {
    url: url.replace("localhost", "127.0.0.1"),
    port,
    clock,
    publisher,
    sites,
    told,
    audited,
    logText: () => lines.join(""),
    get signedIn() {
      return state.signedIn;
    },
    set signedIn(actor) {
      state.signedIn = actor;
    },
    close: async () => {
      await hub.close();
      await rm(folders.root, { recursive: true });
    },
  };
};
