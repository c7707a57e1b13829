/**
 * What a one-time link opens: a hub's first administrator, a membership, a new password. Whoever has the link's secret
 * is who it was made for; whatever is wrong with a link, the answer is the same. Knows no HTTP.
 */
import {
  type AccountLinkView,
  type AgentId,
  type Clock,
  LotseError,
  type MakeId,
  type TenantId,
} from "@lotse/protocol";
import type { LinkRecord, Redeemed, Redemption, Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { AccountDesk } from "../../services.ts";

/** What the person at the door fills in. */
export interface Entry {
  readonly token: string;
  readonly password: string;
  readonly name?: string;
  readonly email?: string;
  readonly tenantName?: string;
  readonly siteOrigin?: string;
}

export interface EntranceDeps {
  readonly storage: Pick<Storage, "findLink" | "redeemLink" | "appendAudit">;
  readonly accounts: Pick<
    AccountDesk,
    "hashOfToken" | "refuseWeakPassword" | "hashPassword" | "verifyPassword"
  >;
  readonly checkOrigin: (origin: string) => void;
  /** Everything a redeemed link changes for those who are connected, and for the sites. */
  readonly entered: (tenantId: TenantId, redeemed: Redeemed) => Promise<void>;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly log: Pick<Log, "info" | "error">;
}

export interface Entrance {
  /** LINK_INVALID. Reading uses nothing up. */
  read(token: string): Promise<AccountLinkView>;
  redeem(entry: Entry): Promise<{ readonly email: string }>;
}

/** What the first administrator can be given, until somebody changes it. */
const FIRST_OFFER = { skills: [], capacity: 4, channels: null, limits: [] };

const missing = (field: string) =>
  new LotseError("FIELD_MISSING", "The input was refused: FIELD_MISSING", { field });

export const createEntrance = (deps: EntranceDeps): Entrance => {
  const { storage, accounts, clock } = deps;

  const find = async (token: string): Promise<LinkRecord & { readonly tokenHash: string }> => {
    const tokenHash = accounts.hashOfToken(token);
    const link = await storage.findLink(tokenHash, clock.nowMs());
    if (link === null) throw new LotseError("LINK_INVALID", "The link is not valid");
    return { ...link, tokenHash };
  };

  const newPassword = async (password: string, email: string): Promise<Redemption["password"]> => {
    accounts.refuseWeakPassword(password, email);
    return { is: "set", hash: await accounts.hashPassword(password) };
  };

  const provenPassword = async (password: string, hash: string): Promise<Redemption["password"]> => {
    if (await accounts.verifyPassword({ hash, password })) return { is: "proven", hash };
    throw new LotseError("CREDENTIALS_INVALID", "The password is not this account's", { field: "password" });
  };

  const setupOf = (entry: Entry): NonNullable<Redemption["setup"]> => {
    const { name, email, tenantName } = entry;
    if (name === undefined) throw missing("name");
    if (email === undefined) throw missing("email");
    const siteOrigin = entry.siteOrigin?.replace(/\/$/, "");
    if (siteOrigin !== undefined) deps.checkOrigin(siteOrigin);
    const person = { id: deps.ids() as AgentId, accountId: deps.ids(), name, email };
    return {
      agent: { ...person, role: "administrator", ...FIRST_OFFER },
      tenantName: tenantName ?? null,
      siteOrigins: siteOrigin === undefined ? null : [siteOrigin],
    };
  };

  const redemptionOf = async (link: LinkRecord, entry: Entry): Promise<Omit<Redemption, "tokenHash">> => {
    const nowMs = clock.nowMs();
    if (link.agent === null) {
      const setup = setupOf(entry);
      const password = await newPassword(entry.password, setup.agent.email);
      return { nowMs, password, name: null, setup };
    }
    const password =
      link.kind === "invitation" && link.passwordHash !== null
        ? await provenPassword(entry.password, link.passwordHash)
        : await newPassword(entry.password, link.agent.email);
    return { nowMs, password, name: entry.name ?? null, setup: null };
  };

  /** The redemption stands whether or not this is written. */
  const audit = async (tenantId: TenantId, { kind, agent }: Redeemed): Promise<void> => {
    const entry = {
      atMs: clock.nowMs(),
      event: "link:redeemed",
      actor: { kind: "agent" as const, agentId: agent.id, name: agent.name },
      subject: { kind, agentId: agent.id },
    };
    deps.log.info("audit", { audit: entry.event, tenantId, agentId: agent.id, outcome: kind });
    await storage
      .appendAudit(tenantId, [entry])
      .catch(error => deps.log.error("audit not written", { tenantId, ...errorFields(error) }));
  };

  return {
    read: async token => {
      const { kind, tenantName, agent, passwordHash, expiresAtMs } = await find(token);
      const hasPassword = kind === "invitation" && passwordHash !== null;
      const { name, email } = agent ?? { name: null, email: null };
      return { kind, tenantName, name, email, hasPassword, expiresAtMs };
    },
    redeem: async entry => {
      const { tokenHash, tenantId, ...link } = await find(entry.token);
      const redemption = await redemptionOf({ ...link, tenantId }, entry);
      const redeemed = await storage.redeemLink(tenantId, { ...redemption, tokenHash });
      await deps.entered(tenantId, redeemed);
      await audit(tenantId, redeemed);
      return { email: redeemed.agent.email };
    },
  };
};
