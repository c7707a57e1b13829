/**
 * What rules have asked this agent to look at, newest first. Each stays until it is looked at or put aside: nobody answers for it,
 * and the hub tells it once. Knows no views, and not whether the agent is there.
 */
import type { AgentConnection } from "@lotse/client";
import type { RadarNotice, Unsubscribe, VisitId } from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";

export const SHOWN_MAX = 2;
/** Of a rule that calls all day; whoever is older is hardly there any more. */
export const KEPT_MAX = 50;

const isSame = (a: RadarNotice, b: RadarNotice): boolean => a.ruleId === b.ruleId && a.visitId === b.visitId;

export class NoticesModel {
  readonly #all = signal<readonly RadarNotice[]>([]);
  readonly #stop: Unsubscribe;

  readonly all: ReadonlySignal<readonly RadarNotice[]> = this.#all;
  readonly shown = computed(() => this.#all.value.slice(0, SHOWN_MAX));

  constructor(connection: Pick<AgentConnection, "on">) {
    this.#stop = connection.on("rule:noticed", notice => this.#heard(notice));
  }

  dismiss(notice: RadarNotice): void {
    this.#all.value = this.#all.peek().filter(other => other !== notice);
  }

  dismissAll(): void {
    this.#all.value = [];
  }

  /** Whoever looks at a visitor needs no notice to. */
  looked(visitId: VisitId): void {
    const left = this.#all.peek().filter(notice => notice.visitId !== visitId);
    if (left.length < this.#all.peek().length) this.#all.value = left;
  }

  close(): void {
    this.#stop();
    this.dismissAll();
  }

  /** The same rule for the same visitor once more is the same notice, newer. */
  #heard(notice: RadarNotice): void {
    const others = this.#all.peek().filter(other => !isSame(other, notice));
    this.#all.value = [notice, ...others].slice(0, KEPT_MAX);
  }
}
