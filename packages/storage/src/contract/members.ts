/** Members and one-time links, under concurrency: what must hold although everybody asks at once. */
import type { AgentId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { Invitation, Redemption } from "../members.ts";
import type { AgentRecord } from "../Storage.ts";
import { createWorld, newConversation, START_MS, type World } from "./fixture.ts";

const HOUR_MS = 3_600_000;

const somebody = (w: World, role: AgentRecord["role"] = "agent"): Invitation["agent"] => {
  const id = w.makeId() as AgentId;
  return {
    id,
    name: "Somebody",
    email: `${id}@nordwind.example`,
    role,
    skills: [],
    capacity: 1,
    channels: null,
    limits: [],
  };
};

const newLink = (w: World) => ({ tokenHash: w.makeId(), expiresAtMs: START_MS + HOUR_MS });

const withPassword = (tokenHash: string, hash: string): Redemption => ({
  tokenHash,
  nowMs: START_MS,
  password: { is: "set", hash },
  name: null,
  setup: null,
});

/** Invited and joined. */
const member = async (w: World, role?: AgentRecord["role"]): Promise<AgentRecord> => {
  const link = newLink(w);
  const invitation = { agent: somebody(w, role), newAccountId: w.makeId(), link };
  await w.storage.inviteMember(w.tenantId, invitation);
  return (await w.storage.redeemLink(w.tenantId, withPassword(link.tokenHash, "hash"))).agent;
};

const outcomeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    error => error.code,
  );

export const memberContract = (shared: () => World): void => {
  /** A tenant whose members nobody else counts. */
  const apart = (): Promise<World> => createWorld(shared().storage, shared().makeId);

  test("somebody invited is no agent and no member yet; redeemed, both, at once", async () => {
    const w = await apart();
    const link = newLink(w);
    const agent = somebody(w);
    const invited = await w.storage.inviteMember(w.tenantId, { agent, newAccountId: w.makeId(), link });
    expect(invited).toMatchObject({ ...agent, state: "invited" });
    const ids = async () => (await w.storage.listAgents(w.tenantId)).map(({ id }) => id);
    expect(await ids()).not.toContain(agent.id);
    expect(await w.storage.listMemberships(invited.accountId)).toEqual([]);
    expect(await w.storage.findLink(link.tokenHash, START_MS)).toMatchObject({
      tenantId: w.tenantId,
      kind: "invitation",
      passwordHash: null,
    });
    await w.storage.redeemLink(w.tenantId, withPassword(link.tokenHash, "hash"));
    expect(await ids()).toContain(agent.id);
    expect(await w.storage.listMemberships(invited.accountId)).toMatchObject([{ tenantId: w.tenantId }]);
    expect(await w.storage.findLink(link.tokenHash, START_MS)).toBeNull();
  });

  test("a link is redeemed once, however many try at once, and the password is the winner's", async () => {
    const w = await apart();
    const link = newLink(w);
    const invitation = { agent: somebody(w), newAccountId: w.makeId(), link };
    await w.storage.inviteMember(w.tenantId, invitation);
    const tries = Array.from({ length: 8 }, (_, index) =>
      outcomeOf(w.storage.redeemLink(w.tenantId, withPassword(link.tokenHash, `hash ${index}`))),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter(outcome => outcome === "done")).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(["done", "LINK_INVALID"]));
    const again = newLink(w);
    await w.storage.renewLink(w.tenantId, invitation.agent.id, {
      tokenHash: again.tokenHash,
      invitationExpiresAtMs: 0,
      passwordExpiresAtMs: again.expiresAtMs,
    });
    const found = await w.storage.findLink(again.tokenHash, START_MS);
    expect(found).toMatchObject({ kind: "password", passwordHash: `hash ${outcomes.indexOf("done")}` });
  });

  test("a link is nothing after its time, in another tenant, and after a newer one", async () => {
    const w = await apart();
    const neighbour = await apart();
    const link = newLink(w);
    const agent = somebody(w);
    await w.storage.inviteMember(w.tenantId, { agent, newAccountId: w.makeId(), link });
    const redemption = withPassword(link.tokenHash, "hash");
    const late = { ...redemption, nowMs: link.expiresAtMs };
    expect(await w.storage.findLink(link.tokenHash, link.expiresAtMs)).toBeNull();
    expect(await outcomeOf(w.storage.redeemLink(w.tenantId, late))).toBe("LINK_INVALID");
    expect(await outcomeOf(w.storage.redeemLink(neighbour.tenantId, redemption))).toBe("LINK_INVALID");
    await w.storage.renewLink(w.tenantId, agent.id, {
      tokenHash: w.makeId(),
      invitationExpiresAtMs: link.expiresAtMs,
      passwordExpiresAtMs: 0,
    });
    expect(await outcomeOf(w.storage.redeemLink(w.tenantId, redemption))).toBe("LINK_INVALID");
  });

  test("of administrators who all leave at once one must stay", async () => {
    const w = await apart();
    const administrators = [];
    for (let count = 0; count < 4; count++) administrators.push(await member(w, "administrator"));
    const outcomes = await Promise.all(
      administrators.map(({ id }, index) =>
        outcomeOf(
          index % 2 === 0
            ? w.storage.removeMember(w.tenantId, id, START_MS)
            : w.storage.changeMember(w.tenantId, id, { role: "agent" }),
        ),
      ),
    );
    expect(outcomes.filter(outcome => outcome === "LAST_ADMINISTRATOR")).toHaveLength(1);
    const left = (await w.storage.listMembers(w.tenantId)).filter(({ role }) => role === "administrator");
    expect(left).toHaveLength(1);
  });

  test("an address is invited once, however many do it at once", async () => {
    const w = await apart();
    const { email } = somebody(w);
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () =>
        outcomeOf(
          w.storage.inviteMember(w.tenantId, {
            agent: { ...somebody(w), email },
            newAccountId: w.makeId(),
            link: newLink(w),
          }),
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(["EMAIL_TAKEN", "EMAIL_TAKEN", "EMAIL_TAKEN", "done"]);
  });

  test("an account that is a member elsewhere keeps its password to itself", async () => {
    const w = await apart();
    const neighbour = await apart();
    const { id, email, accountId } = await member(w);
    const link = newLink(w);
    const early = { tokenHash: w.makeId(), invitationExpiresAtMs: 0, passwordExpiresAtMs: link.expiresAtMs };
    await w.storage.renewLink(w.tenantId, id, early);
    const agent = { ...somebody(neighbour), email };
    const invited = await neighbour.storage.inviteMember(neighbour.tenantId, {
      agent,
      newAccountId: w.makeId(),
      link,
    });
    expect(invited.accountId).toBe(accountId);
    const redeem = (is: "set" | "proven", hash: string) =>
      outcomeOf(
        neighbour.storage.redeemLink(neighbour.tenantId, {
          ...withPassword(link.tokenHash, hash),
          password: { is, hash },
        }),
      );
    expect(await redeem("set", "stolen")).toBe("CREDENTIALS_INVALID");
    expect(await redeem("proven", "another")).toBe("CREDENTIALS_INVALID");
    expect(await redeem("proven", "hash")).toBe("done");
    // Neither a link made before nor a new one lets one tenant's administrator into the other.
    const stolen = w.storage.redeemLink(w.tenantId, withPassword(early.tokenHash, "stolen"));
    expect(await outcomeOf(stolen)).toBe("LINK_INVALID");
    expect(await outcomeOf(w.storage.renewLink(w.tenantId, id, early))).toBe("FORBIDDEN");
    expect(await w.storage.listMemberships(accountId)).toHaveLength(2);
    await w.storage.removeMember(w.tenantId, id, START_MS);
    expect(await w.storage.listMemberships(accountId)).toMatchObject([{ tenantId: neighbour.tenantId }]);
  });

  test("what was a removed member's waits again", async () => {
    const w = await apart();
    const { id } = await member(w);
    const conversationId = await newConversation(w);
    const write = { write: "conversation.assign" as const, conversationId, agentId: id };
    await w.storage.commitRouting({ tenantId: w.tenantId, epoch: w.epoch, writes: [write] });
    await w.storage.removeMember(w.tenantId, id, START_MS);
    const found = await w.storage.readConversation(w.tenantId, conversationId);
    expect(found).toMatchObject({ state: "waiting", agentId: null });
    expect((await w.storage.listMembers(w.tenantId)).map(member => member.id)).not.toContain(id);
  });

  test("a set-up link is the first administrator's alone", async () => {
    const w = await apart();
    const { siteId: id, tenantId, storage } = w;
    const [first, second] = [newLink(w), newLink(w)];
    expect(await storage.openSetup(tenantId, first)).toBe(true);
    expect(await storage.openSetup(tenantId, second)).toBe(true);
    const setup = () => ({
      agent: { ...somebody(w, "administrator"), accountId: w.makeId() },
      tenantName: "Südwind",
      siteOrigins: ["https://südwind.example"],
    });
    const redeem = (tokenHash: string) =>
      outcomeOf(storage.redeemLink(tenantId, { ...withPassword(tokenHash, "hash"), setup: setup() }));
    expect(await redeem(first.tokenHash)).toBe("LINK_INVALID");
    expect((await Promise.all([1, 2, 3].map(() => redeem(second.tokenHash)))).sort()).toEqual([
      "LINK_INVALID",
      "LINK_INVALID",
      "done",
    ]);
    expect(await storage.openSetup(tenantId, newLink(w))).toBe(false);
    const [administrator] = (await storage.listMembers(tenantId)).filter(m => m.role === "administrator");
    expect(await storage.listMemberships(administrator?.accountId ?? "")).toMatchObject([
      { tenantName: "Südwind" },
    ]);
    const site = (await storage.listSites()).find(one => one.id === id);
    expect(site?.origins).toEqual(["https://südwind.example"]);
  });

  test("a site's settings change one by one, in its own tenant alone", async () => {
    const w = await apart();
    const neighbour = await apart();
    const changed = await w.storage.changeSite(w.tenantId, w.siteId, { enabled: false, consent: "asked" });
    expect(changed).toMatchObject({ enabled: false, consent: "asked", strictMasking: false });
    expect(await w.storage.changeSite(w.tenantId, w.siteId, {})).toEqual(changed);
    const maskRules = [
      { selector: `input[name="gehalt"]`, action: "mask" },
      { selector: ".vertrag", action: "block", pages: "/konto/*" },
    ] as const;
    const ruled = await w.storage.changeSite(w.tenantId, w.siteId, { maskRules });
    expect(ruled).toEqual({ ...changed, maskRules });
    expect(await w.storage.changeSite(w.tenantId, w.siteId, { maskRules: [] })).toEqual(changed);
    const assetOrigins = ["https://cdn.example"];
    const fetching = await w.storage.changeSite(w.tenantId, w.siteId, { assetOrigins });
    expect(fetching).toEqual({ ...changed, assetOrigins });
    expect(await w.storage.changeSite(w.tenantId, w.siteId, { assetOrigins: [] })).toEqual(changed);
    const pushOrigins = ["https://help.example"];
    const pushing = await w.storage.changeSite(w.tenantId, w.siteId, { pushOrigins });
    expect(pushing).toEqual({ ...changed, pushOrigins });
    expect(await w.storage.changeSite(w.tenantId, w.siteId, { pushOrigins: [] })).toEqual(changed);
    const drift = [
      {
        ...{ finding: "x", what: { kind: "rule", rule: maskRules[0] } as const, count: 2 },
        ...{ firstSeenAtMs: 1, lastSeenAtMs: 2, dismissed: true },
      },
    ];
    expect(await w.storage.readDrift(w.tenantId, w.siteId)).toEqual([]);
    await w.storage.writeDrift(w.tenantId, w.siteId, drift);
    expect(await w.storage.readDrift(w.tenantId, w.siteId)).toEqual(drift);
    const read = neighbour.storage.readDrift(neighbour.tenantId, w.siteId);
    expect(await outcomeOf(read)).toBe("NOT_FOUND");
    const written = neighbour.storage.writeDrift(neighbour.tenantId, w.siteId, []);
    expect(await outcomeOf(written)).toBe("NOT_FOUND");
    expect(await w.storage.readDrift(w.tenantId, w.siteId)).toEqual(drift);
    const foreign = neighbour.storage.changeSite(neighbour.tenantId, w.siteId, { enabled: true });
    expect(await outcomeOf(foreign)).toBe("NOT_FOUND");
    expect((await w.storage.listSites()).find(({ id }) => id === w.siteId)).toEqual(changed);
  });
};
