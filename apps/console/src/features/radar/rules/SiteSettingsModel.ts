/** What holds for all rules of one site: clock, budget, holdout, pages that mean success. One draft; somebody else's save is told. */
import {
  type CommandInput,
  ok,
  type RadarSettings,
  type RadarSettingsView,
  type SiteId,
  type WireError,
} from "@lotse/protocol";
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";
import { Loading } from "../../../ui/loading.ts";
import { same } from "../../../ui/same.ts";

export class SiteSettingsModel {
  readonly #connection: Requests;
  readonly #base = signal<RadarSettingsView | null>(null);
  readonly #draft = signal<RadarSettings | null>(null);
  readonly #busy = signal(false);
  readonly #problem = signal<WireError | null>(null);
  readonly #meanwhile = signal(false);
  readonly #saved = signal(false);

  readonly siteId: SiteId;
  readonly loaded: Loading<true>;
  readonly busy: ReadonlySignal<boolean> = this.#busy;
  readonly problem: ReadonlySignal<WireError | null> = this.#problem;
  /** Somebody else has saved: what is here goes on from there. */
  readonly meanwhile: ReadonlySignal<boolean> = this.#meanwhile;
  readonly saved: ReadonlySignal<boolean> = this.#saved;
  readonly settings = computed(() => this.#draft.value ?? this.#base.value?.settings ?? null);
  readonly inForce = computed(() => this.#base.value?.settings ?? null);
  readonly hookSecret = computed(() => this.#base.value?.hookSecret ?? null);
  readonly unsaved = computed(() => {
    const [draft, base] = [this.#draft.value, this.#base.value];
    return draft !== null && base !== null && !same(draft, base.settings);
  });

  constructor(siteId: SiteId, connection: Requests) {
    this.siteId = siteId;
    this.#connection = connection;
    this.loaded = new Loading(async () => {
      const result = await connection.request("rules:settings", { siteId });
      if (!result.ok) return result;
      this.#arrived(result.value);
      return ok(true);
    });
  }

  put(part: Partial<RadarSettings>): void {
    const settings = this.settings.peek();
    if (settings === null) return;
    batch(() => {
      this.#draft.value = { ...settings, ...part };
      this.#saved.value = false;
    });
  }

  discard(): void {
    batch(() => {
      this.#draft.value = null;
      this.#problem.value = null;
      this.#meanwhile.value = false;
    });
  }

  async save(): Promise<void> {
    const [base, draft] = [this.#base.peek(), this.#draft.peek()];
    if (base === null || draft === null || this.#busy.peek()) return;
    this.#busy.value = true;
    this.#problem.value = null;
    // Empty lines are how a list is typed, not what is in it.
    const pages = draft.conversionPages.map(page => page.trim()).filter(page => page !== "");
    const settings = { ...draft, conversionPages: pages } as CommandInput<"rules:configure">["settings"];
    const { siteId } = this;
    const { version } = base;
    const result = await this.#connection.request("rules:configure", { siteId, version, settings });
    this.#busy.value = false;
    if (result.ok) {
      batch(() => {
        const isAsSent = this.#draft.peek() === draft;
        this.#base.value = result.value;
        if (isAsSent) this.#draft.value = null;
        this.#meanwhile.value = false;
        this.#saved.value = isAsSent;
      });
    } else if (result.error.code === "RULES_STALE") await this.loaded.load();
    else this.#problem.value = result.error;
  }

  #arrived(view: RadarSettingsView): void {
    const before = this.#base.peek();
    batch(() => {
      if (this.unsaved.peek() && before !== null && before.version !== view.version)
        this.#meanwhile.value = true;
      this.#base.value = view;
      if (!this.unsaved.peek()) this.#draft.value = null;
    });
  }
}
