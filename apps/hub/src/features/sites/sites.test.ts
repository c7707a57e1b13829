/** Sites' settings through the front door: what is changed holds at once, for pages that are open as well. */
import type { SiteId, SiteView } from "@lotse/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DEMO_SITE_KEY } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST, SUPERVISOR } from "../../test/cast.ts";
import { type AgentLine, SHOP_ORIGIN, startWholeHub, type WholeHub } from "../../test/wholeHub.ts";

let hub: WholeHub;
let admin: AgentLine;
let site: SiteView;
beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST });
  admin = await hub.agent(ADMINISTRATOR);
  const { sites } = await admin.ask("site:list", {});
  expect(sites).toHaveLength(2);
  site = sites.find(({ key }) => key === DEMO_SITE_KEY) as SiteView;
});
afterAll(() => hub.close());
beforeEach(async () => {
  const { id: siteId, enabled, origins } = site;
  await admin.ask("site:change", { siteId, enabled, origins: [...origins] });
});

const refusal = async (token: string): Promise<string> => {
  try {
    (await hub.visitor(token)).close();
    return "ok";
  } catch (error) {
    return (error as { data?: { code?: string } }).data?.code ?? "unknown";
  }
};

describe("a site", () => {
  it("switched off lets go of every page at once, and takes them back when it is on", async () => {
    const { token } = await hub.beacon();
    const { token: elsewhere } = await hub.beacon({ site: "second" });
    const [page, otherPage] = [await hub.visitor(token), await hub.visitor(elsewhere)];
    const { site: off } = await admin.ask("site:change", { siteId: site.id, enabled: false });
    expect(off.enabled).toBe(false);
    await page.ended;
    expect(await refusal(token)).toBe("SITE_DISABLED");
    await expect(hub.beacon()).rejects.toThrow("SITE_DISABLED");
    const rest = await fetch(`${hub.url}/api/v1/commands/visit:resume`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, origin: SHOP_ORIGIN },
      body: "{}",
    });
    expect([rest.status, await rest.json()]).toMatchObject([403, { error: { code: "SITE_DISABLED" } }]);
    // The other site's pages notice nothing.
    expect((await otherPage.raw("visit:resume", {})).ok).toBe(true);
    otherPage.close();
    await admin.ask("site:change", { siteId: site.id, enabled: true });
    expect(await refusal(token)).toBe("ok");
  });

  it("switched off is told to its pages, also where no other site allows their origin", async () => {
    const { token } = await hub.beacon();
    const origin = "https://only.example";
    await admin.ask("site:change", { siteId: site.id, origins: [origin], enabled: false });
    const rest = await fetch(`${hub.url}/api/v1/commands/visit:resume`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, origin },
      body: "{}",
    });
    expect(await rest.json()).toMatchObject({ ok: false, error: { code: "SITE_DISABLED" } });
    // Without it a browser keeps the answer from the page.
    expect(rest.headers.get("access-control-allow-origin")).toBe(origin);
    // The namespace says why; so they must get that far.
    const knock = await fetch(`${hub.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect(knock.status).toBe(200);
  });

  it("lets go of pages whose origin it does not allow any more", async () => {
    const { token } = await hub.beacon();
    const page = await hub.visitor(token);
    await admin.ask("site:change", { siteId: site.id, origins: ["https://shop.example"] });
    await page.ended;
    expect(await refusal(token)).toBe("ORIGIN_DENIED");
    await expect(hub.beacon()).rejects.toThrow("ORIGIN_DENIED");
  });

  it.each(["https://shop.example/path", "shop.example", "https://*.example", "javascript:alert(1)", "null"])(
    "allows no origin like %s",
    async origin => {
      const answer = await admin.raw("site:change", { siteId: site.id, origins: [origin] });
      expect(answer).toMatchObject({ ok: false, error: { code: "URL_INVALID", field: "origins" } });
      const { sites } = await admin.ask("site:list", {});
      expect(sites.find(({ id }) => id === site.id)).toEqual(site);
    },
  );

  it.each([
    ...["https://cdn.example/path", "cdn.example", "https://cdn.example:*", "https://*.example", "null"],
    ...["https://cdn.example:443", "https://1.2.3.4.5", "https://CDN.example", "file:///etc", "javascript:x"],
  ])("takes no assets of an origin like %s", async origin => {
    const assetOrigins = ["https://cdn.example", origin];
    const answer = await admin.raw("site:change", { siteId: site.id, assetOrigins });
    expect(answer).toMatchObject({ ok: false, error: { code: "URL_INVALID", field: "assetOrigins" } });
    const { site: listed } = await admin.ask("site:change", {
      siteId: site.id,
      assetOrigins: ["https://cdn.example", "http://localhost:8080"],
    });
    expect(listed.assetOrigins).toEqual(["https://cdn.example", "http://localhost:8080"]);
    await admin.ask("site:change", { siteId: site.id, assetOrigins: [] });
  });

  it("keeps its other settings when one is changed, and its key always", async () => {
    const change = { siteId: site.id, name: "Neuer Name", consent: "asked" as const, strictMasking: true };
    const { site: changed } = await admin.ask("site:change", change);
    expect(changed).toEqual({ ...site, name: "Neuer Name", consent: "asked", strictMasking: true });
    const keyed = await admin.raw("site:change", { siteId: site.id, key: "mine" });
    expect(keyed).toMatchObject({ ok: false, error: { code: "FIELD_UNKNOWN" } });
    await admin.ask("site:change", { ...change, name: site.name, consent: "assumed", strictMasking: false });
  });

  it("takes rules of what is masked, and holds to them", async () => {
    const maskRules = [
      { selector: ".kunde", action: "mask" as const },
      { selector: "#vertrag", action: "block" as const, pages: "/konto/*" },
    ];
    const { site: ruled } = await admin.ask("site:change", { siteId: site.id, maskRules });
    expect(ruled.maskRules).toEqual(maskRules);
    const { site: bare } = await admin.ask("site:change", { siteId: site.id, maskRules: [] });
    expect(bare.maskRules).toEqual([]);
  });

  it.each([
    ["SELECTOR_INVALID", "maskRules.1.selector", { selector: "p:hover{}", action: "mask" }],
    ["TEXT_EMPTY", "maskRules.1.selector", { selector: "", action: "mask" }],
    ["TEXT_TOO_LONG", "maskRules.1.selector", { selector: "p".repeat(201), action: "mask" }],
    ["FIELD_TYPE", "maskRules.1.action", { selector: "p", action: "reveal" }],
    ["FIELD_TYPE", "maskRules.1.pages", { selector: "p", action: "mask", pages: "konto" }],
    // What nobody knows is not named: its name is the sender's own.
    ["FIELD_UNKNOWN", undefined, { selector: "p", action: "mask", until: 1 }],
  ])("takes no rule that is wrong, and says where: %s at %s", async (code, field, rule) => {
    const maskRules = [{ selector: "p", action: "mask" }, rule];
    const answer = await admin.raw("site:change", { siteId: site.id, maskRules } as never);
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(answer.ok ? null : answer.error.field).toBe(field);
  });

  it("takes a hundred rules and no more", async () => {
    const maskRules = Array.from({ length: 101 }, () => ({ selector: "p", action: "mask" as const }));
    const answer = await admin.raw("site:change", { siteId: site.id, maskRules });
    expect(answer).toMatchObject({ ok: false, error: { code: "LIMIT_RANGE", field: "maskRules" } });
  });

  it("is seen by supervisors, changed by administrators, and nobody else's business", async () => {
    const supervisor = await hub.agent(SUPERVISOR);
    expect((await supervisor.raw("site:list", {})).ok).toBe(true);
    const grab = await supervisor.raw("site:change", { siteId: site.id, enabled: false });
    const unknown = await admin.raw("site:change", {
      siteId: "00000000-0000-4000-8000-000000000000" as SiteId,
      enabled: false,
    });
    expect(grab).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    expect(grab).toEqual(unknown);
    supervisor.close();
  });
});
