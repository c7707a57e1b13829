/** The people, sites, keys and audit log of the console's pictures and stories; commands change them as a hub would. */
import { fail, ok, type Result, type WireError } from "@lotse/protocol";
import type { Answer } from "./fakeHub.ts";

type Fields = Record<string, unknown>;

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const levels = (...skills: string[]) => skills.map(skill => ({ skill, level: 3 }));

const member = (n: number, name: string, given: Fields): Fields => ({
  id: id(n),
  name,
  email: `${name.split(" ")[0]?.toLowerCase()}@nordwind.example`,
  role: "agent",
  skills: levels("Sales"),
  capacity: 4,
  channels: null,
  limits: [],
  presence: "available",
  presenceReason: null,
  state: "active",
  secondFactor: false,
  ...given,
});

export class Organisation {
  members: Fields[] = [
    member(1, "Anna Petersen", { role: "administrator", secondFactor: true }),
    member(2, "Ben Krüger", { presence: "away", skills: levels("Service", "Sales") }),
    member(3, "Clara Yılmaz", { role: "supervisor", presence: "offline" }),
    member(4, "Maximiliane Freifrau von Hohenstein-Wildungen", {
      state: "invited",
      skills: levels("Kraftfahrzeughaftpflichtversicherungsbeitragsbemessungsgrundlage"),
    }),
  ];
  sites: Fields[] = [
    {
      id: id(30),
      key: "nordwind-demo",
      name: "Nordwind Versicherung",
      enabled: true,
      origins: ["https://www.nordwind.example"],
      language: "de",
      strictMasking: false,
      maskRules: [],
      assetOrigins: [],
      pushOrigins: [],
      consent: "assumed",
    },
  ];
  keys: Fields[] = [
    { kid: "k-2025-1", secret: "c2VjcmV0LW9uZQ", createdAtMs: Date.now() - 86_400_000, retiredAtMs: null },
  ];
  drift: Fields[] = [];
  /** What the next changes of a site are answered. */
  siteRefusal: WireError | null = null;
  audit: Fields[] = Array.from({ length: 60 }, (_, n) => ({
    id: 60 - n,
    atMs: Date.now() - n * 600_000,
    event: n % 3 === 0 ? "site:changed" : n % 3 === 1 ? "member:invited" : "something:happened",
    actor: n % 4 === 3 ? { kind: "system" } : { kind: "agent", agentId: id(1), name: "Anna Petersen" },
    subject: n % 3 === 0 ? { siteId: id(30) } : { agentId: id(4) },
    ...(n === 5
      ? {
          event: "conversation:turnedAway",
          actor: { kind: "visitor", visitId: id(77) },
          subject: { why: "nobodyOnDuty" },
        }
      : {}),
  }));

  constructor(answers: Map<string, Answer>) {
    const link = {
      link: `https://hub.example/console/welcome#${"a1B2".repeat(8)}`,
      linkExpiresAtMs: Date.now() + 259_200_000,
    };
    const set = (name: string, answer: (input: Fields) => Result<unknown>) => answers.set(name, answer);
    set("member:list", () => ok({ members: this.members }));
    set("member:invite", ({ name, ...given }) => {
      const invited = member(10 + this.members.length, String(name), { ...given, state: "invited" });
      this.members = [...this.members, invited];
      return ok({ member: invited, ...link });
    });
    set("member:change", ({ agentId, ...given }) => {
      if (given.role === "agent" && agentId === id(1)) {
        return fail({ code: "LAST_ADMINISTRATOR" as never, message: "" });
      }
      this.members = this.members.map(known => (known.id === agentId ? { ...known, ...given } : known));
      return ok({ member: this.members.find(known => known.id === agentId) });
    });
    set("member:renewLink", () => ok(link));
    set("member:signOut", () => ok({}));
    set("member:remove", ({ agentId }) => {
      this.members = this.members.filter(known => known.id !== agentId);
      return ok({});
    });
    set("site:list", () => ok({ sites: this.sites }));
    set("site:change", ({ siteId, ...given }) => {
      if (this.siteRefusal !== null) return fail(this.siteRefusal);
      this.sites = this.sites.map(known => (known.id === siteId ? { ...known, ...given } : known));
      return ok({ site: this.sites.find(known => known.id === siteId) });
    });
    set("drift:list", () => ok({ findings: this.drift }));
    set("drift:dismiss", ({ finding }) => {
      this.drift = this.drift.filter(known => known.finding !== finding);
      return ok({});
    });
    set("identityKey:list", () => ok({ keys: this.keys }));
    set("identityKey:add", () => {
      const key = {
        kid: `k-${this.keys.length + 1}`,
        secret: "bmV3LXNlY3JldA",
        createdAtMs: Date.now(),
        retiredAtMs: null,
      };
      this.keys = [...this.keys, key];
      return ok({ key });
    });
    set("identityKey:retire", ({ kid }) => {
      this.keys = this.keys.map(known => (known.kid === kid ? { ...known, retiredAtMs: Date.now() } : known));
      return ok({});
    });
    set("audit:list", ({ beforeId, limit }) => {
      const entries = this.audit.filter(entry => beforeId === null || Number(entry.id) < Number(beforeId));
      return ok({ entries: entries.slice(0, Number(limit)), more: entries.length > Number(limit) });
    });
  }
}
