/** The audit log, newest first, a page at a time. Shows; changes nothing. */

import type { AuditEntry } from "@lotse/protocol";
import { ok, type WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

const PAGE = 50;

export interface AuditPages {
  readonly entries: readonly AuditEntry[];
  readonly more: boolean;
}

export class AuditModel {
  readonly #connection: Requests;
  readonly #onError: (error: WireError) => void;
  readonly #busy = signal(false);
  readonly pages: Loading<AuditPages>;

  readonly busy: ReadonlySignal<boolean> = this.#busy;

  constructor(deps: {
    readonly connection: Requests;
    readonly onError: (error: WireError) => void;
  }) {
    this.#connection = deps.connection;
    this.#onError = deps.onError;
    this.pages = new Loading(() => this.#page(null));
  }

  async older(): Promise<void> {
    const state = this.pages.state.value;
    const last = state.kind === "shown" ? state.value.entries.at(-1) : undefined;
    if (last === undefined || this.#busy.value) return;
    this.#busy.value = true;
    const result = await this.#page(last.id);
    this.#busy.value = false;
    if (!result.ok) return this.#onError(result.error);
    this.pages.change(known => ({
      entries: [...known.entries, ...result.value.entries],
      more: result.value.more,
    }));
  }

  async #page(beforeId: number | null) {
    const result = await this.#connection.request("audit:list", { beforeId, limit: PAGE });
    return result.ok ? ok<AuditPages>(result.value) : result;
  }
}
