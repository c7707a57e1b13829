/** Says what became of a site's masking, once for each address of a page, when the page has nothing else to do. */
import type { Clock, DriftReport, MaskRule } from "@lotse/protocol";
import type { Capture } from "../capture/types.ts";
import { createDrift } from "./report.ts";

const EVERY_MS = 3_000;
const REPORTS_MAX = 20;

export interface DriftPlace {
  readonly clock: Clock;
  /** Ours, not the page's. */
  readonly host: Element;
}

/** The recorder's connection, as far as it matters here. */
export interface DriftLine {
  readonly state: { readonly kind: string };
  send(report: DriftReport, event: "stream:drift"): void;
}

/** `page`: what is recorded, and by which rules; null: nothing just now. Ends with the connection. */
export const watchDrift = (
  { clock, host }: DriftPlace,
  line: DriftLine,
  page: () => readonly [Capture, readonly MaskRule[]] | null,
): void => {
  const told = new Set<string>();
  const reportOf = createDrift(window, host);
  let last = window.location.pathname;
  const isOver = (): boolean =>
    line.state.kind === "closed" || line.state.kind === "refused" || told.size >= REPORTS_MAX;

  const look = (): void => {
    const path = window.location.pathname;
    const shared = page();
    // A page that has just changed its address is not there yet.
    if (shared !== null && path === last && !told.has(path)) {
      told.add(path);
      try {
        line.send(reportOf(...shared), "stream:drift");
      } catch {
        // What the page did to its own tools is its own matter; the report is not worth more.
      }
    }
    last = path;
    wait();
  };
  const wait = (): void => {
    if (isOver()) return;
    clock.after(EVERY_MS, () => {
      if (isOver()) return;
      if (window.requestIdleCallback === undefined) look();
      else window.requestIdleCallback(() => isOver() || look(), { timeout: 10_000 });
    });
  };
  wait();
};
