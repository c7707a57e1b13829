/** What speaks against an agent's own invitation of a visitor: a no in this visit, or that the site has asked often enough. */
import { LotseError, type SiteId, type TenantId, type VisitId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { isOverBudget } from "./gate.ts";
import type { RuleBook } from "./ruleBook.ts";

export interface AskingDeps {
  readonly storage: Pick<Storage, "readVisitorPast">;
  readonly book: Pick<RuleBook, "atLeast">;
  readonly clock: { nowMs(): number };
  readonly pastMs: number;
}

export const createAsking =
  ({ storage, book, clock, pastMs }: AskingDeps) =>
  async (visit: {
    readonly tenantId: TenantId;
    readonly siteId: SiteId;
    readonly visitId: VisitId;
  }): Promise<LotseError | null> => {
    const { tenantId, siteId, visitId } = visit;
    const nowMs = clock.nowMs();
    const past = await storage.readVisitorPast(tenantId, { visitId, sinceMs: nowMs - pastMs });
    if (past === null) return new LotseError("NOT_FOUND", "There is no such visit");
    const { decisions: history, earlier } = past;
    if (history.some(({ outcome }) => outcome === "declined")) {
      return new LotseError("VISITOR_DECLINED", "The visitor said no in this visit");
    }
    const { settings } = await book.atLeast({ id: siteId, tenantId }, past.revision);
    if (!isOverBudget({ settings, history, earlier, nowMs })) return null;
    return new LotseError("VISITOR_ASKED_OFTEN", "The visitor was asked often enough");
  };
