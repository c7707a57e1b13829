/**
 * Who visitors are, proven by their site: takes identity tokens, keeps the names of the visits of the moment for
 * everybody who labels them, and looks after each site's keys. Knows no conversation; that somebody got a name is
 * told through a function.
 */
import {
  type Clock,
  type ContactId,
  type IdentifiedView,
  type IdentityKeyView,
  LotseError,
  type MakeId,
  type SiteId,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import type { ContactStorage, IdentityKeyRecord } from "@lotse/storage";
import type { AgentActor, VisitorActor } from "../../command.ts";
import { deriveIdentitySecret, readIdentityToken } from "./identityToken.ts";

export interface ContactServiceDeps {
  readonly storage: ContactStorage;
  readonly clock: Clock;
  readonly ids: MakeId;
  /** The hub's own key, from which every site's secrets follow. */
  readonly identityKey: string;
  /** The visit's label changed. Never rejects. */
  readonly onIdentified: (actor: VisitorActor) => void;
}

export interface ContactService {
  /** Reads the names of recent visits; before anybody asks for a label. */
  restore(tenantId: TenantId): Promise<void>;
  /** What the visitor is called, or null. */
  nameOf(visitId: VisitId): string | null;
  identify(actor: VisitorActor, token: string): Promise<IdentifiedView>;
  listKeys(actor: AgentActor, siteId: SiteId): Promise<readonly IdentityKeyView[]>;
  addKey(actor: AgentActor, siteId: SiteId): Promise<IdentityKeyView>;
  retireKey(actor: AgentActor, siteId: SiteId, kid: string): Promise<void>;
}

const NAMES_MAX = 20_000;
/** As long as a visit token that is not renewed: an older visit comes back as a new one. */
const RECENT_MS = 24 * 3_600_000;

/** One answer for every fault: whoever tries tokens learns nothing of why. */
const invalid = (): LotseError => new LotseError("IDENTITY_INVALID", "The identity token is not valid");

export const createContactService = (deps: ContactServiceDeps): ContactService => {
  const { storage, clock } = deps;
  /** The oldest are forgotten first; such a visit is shown without its name. */
  const names = new Map<VisitId, string>();
  const remember = (visitId: VisitId, name: string): void => {
    names.delete(visitId);
    names.set(visitId, name);
    for (const oldest of names.keys()) {
      if (names.size <= NAMES_MAX) break;
      names.delete(oldest);
    }
  };

  const viewOf = (actor: AgentActor, siteId: SiteId, key: IdentityKeyRecord): IdentityKeyView => ({
    ...key,
    secret:
      key.retiredAtMs === null
        ? deriveIdentitySecret(deps.identityKey, { tenantId: actor.tenantId, siteId, kid: key.kid })
        : "",
  });

  return {
    restore: async tenantId => {
      const query = { seenAfterMs: clock.nowMs() - RECENT_MS, limit: NAMES_MAX };
      const visits = await storage.listIdentifiedVisits(tenantId, query);
      for (const { visitId, name } of [...visits].reverse()) if (name !== null) remember(visitId, name);
    },
    nameOf: visitId => names.get(visitId) ?? null,
    identify: async (actor, token) => {
      const { tenantId, siteId, visitId } = actor;
      const nowMs = clock.nowMs();
      const secretOf = (kid: string) => deriveIdentitySecret(deps.identityKey, { tenantId, siteId, kid });
      const [claims, keys] = await Promise.all([
        readIdentityToken(token, { nowMs, secretOf }),
        storage.listIdentityKeys(tenantId, siteId),
      ]);
      const isLive = keys.some(key => key.kid === claims?.kid && key.retiredAtMs === null);
      if (claims === null || !isLive) throw invalid();
      const { kid: _, ...said } = claims;
      const contactId = deps.ids() as ContactId;
      const result = await storage.identifyVisit(tenantId, {
        ...said,
        ...{ siteId, visitId, contactId, atMs: nowMs },
      });
      if (result.outcome === "replayed") throw invalid();
      if (result.outcome === "other") {
        throw new LotseError("IDENTITY_OTHER", "The visit belongs to another person; begin a new one");
      }
      if (result.name !== null) remember(visitId, result.name);
      deps.onIdentified(actor);
      return { contactId: result.contactId, name: result.name };
    },
    listKeys: async (actor, siteId) =>
      (await storage.listIdentityKeys(actor.tenantId, siteId)).map(key => viewOf(actor, siteId, key)),
    addKey: async (actor, siteId) => {
      const [kid, atMs] = [deps.ids(), clock.nowMs()];
      await storage.addIdentityKey(actor.tenantId, { siteId, kid, atMs });
      return viewOf(actor, siteId, { kid, createdAtMs: atMs, retiredAtMs: null });
    },
    retireKey: (actor, siteId, kid) =>
      storage.retireIdentityKey(actor.tenantId, { siteId, kid, atMs: clock.nowMs() }),
  };
};
