/** Drift of a tenant's sites: takes recorders' reports, and tells administrators what was found. Believes no report more than it is bounded. */
import { type Clock, type DriftFinding, LotseError, type SiteId, type TenantId } from "@lotse/protocol";
import { driftReport } from "@lotse/protocol/schemas";
import type { DriftRecord, SiteRecord, Storage } from "@lotse/storage";
import * as v from "valibot";
import type { VisitorActor } from "../../command.ts";
import { applyReport, shown } from "./findings.ts";

export interface DriftDeps {
  readonly storage: Pick<Storage, "readDrift" | "writeDrift">;
  readonly siteOf: (id: SiteId) => SiteRecord | null;
  readonly clock: Clock;
}

export type DriftSource = Pick<VisitorActor, "siteId" | "visitId">;

export interface DriftService {
  /** From a page that is shared. What is no report is nothing. */
  take(from: DriftSource, report: unknown): Promise<void>;
  list(tenantId: TenantId, siteId: SiteId): Promise<readonly DriftFinding[]>;
  /** NOT_FOUND. */
  dismiss(tenantId: TenantId, siteId: SiteId, finding: string): Promise<void>;
}

const notFound = (): LotseError => new LotseError("NOT_FOUND", "There is no such finding");

export const createDriftService = ({ storage, siteOf, clock }: DriftDeps): DriftService => {
  const turns = new Map<SiteId, Promise<void>>();

  /** One change after another: each begins with what the one before left. */
  const change = (
    tenantId: TenantId,
    siteId: SiteId,
    apply: (before: readonly DriftRecord[]) => readonly DriftRecord[],
  ): Promise<void> => {
    const mine = async (): Promise<void> => {
      const before = await storage.readDrift(tenantId, siteId);
      await storage.writeDrift(tenantId, siteId, apply(before));
    };
    const turn = (turns.get(siteId) ?? Promise.resolve()).then(mine);
    const settled = turn.catch(() => {});
    turns.set(siteId, settled);
    void settled.then(() => void (turns.get(siteId) === settled && turns.delete(siteId)));
    return turn;
  };

  return {
    take: async ({ siteId, visitId }, report) => {
      const parsed = v.safeParse(driftReport, report);
      const site = siteOf(siteId);
      if (!parsed.success || site === null) return;
      const told = { report: parsed.output, visitId, rules: site.maskRules, nowMs: clock.nowMs() };
      await change(site.tenantId, siteId, before => applyReport(before, told));
    },
    list: async (tenantId, siteId) => {
      const records = await storage.readDrift(tenantId, siteId);
      return shown(records, siteOf(siteId)?.maskRules ?? []).map(
        ({ dismissed: _, tellers: __, ...finding }) => finding,
      );
    },
    dismiss: (tenantId, siteId, finding) =>
      change(tenantId, siteId, before => {
        if (!before.some(one => one.finding === finding)) throw notFound();
        return before.map(one => (one.finding === finding ? { ...one, dismissed: true } : one));
      }),
  };
};
