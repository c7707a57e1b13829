/** Fetches the core on first use; a failed fetch is tried again on the next. Faults of the core end here. */
import type { Core, CoreModule, LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";

export type CoreUse = (core: Core) => void;

export class CoreLoader {
  readonly #context: LoaderContext;
  /** The core's module is not there; answers whether somebody else will carry `fn` out. */
  readonly #onMissing: (command: string, fn: CoreUse) => Promise<boolean>;
  #core: Promise<Core> | null = null;
  #closed = false;

  constructor(context: LoaderContext, onMissing: (command: string, fn: CoreUse) => Promise<boolean>) {
    this.#context = context;
    this.#onMissing = onMissing;
  }

  async use(command: string, fn: CoreUse): Promise<void> {
    try {
      this.#core ??= this.#load();
      guard(fn)(await this.#core);
    } catch {
      this.#core = null;
      if (!this.#closed && (await this.#onMissing(command, fn))) return;
      this.#context.tell("error", { command, code: "UNAVAILABLE", message: "Not loaded" });
    }
  }

  /** Only if it is there already. */
  async tell(fn: CoreUse): Promise<void> {
    try {
      const core = await this.#core;
      if (core) fn(core);
    } catch {
      // It could not be fetched, or its own faults.
    }
  }

  /** The page sleeps: the core ends, and with it its connection; the next use starts another. */
  sleep(): void {
    void this.tell(core => core.destroy());
    this.#core = null;
  }

  close(): void {
    this.#closed = true;
    this.sleep();
  }

  async #load(): Promise<Core> {
    const { site } = this.#context;
    const module: CoreModule = await import(/* @vite-ignore */ site.modules.core);
    if (this.#closed) throw new Error();
    return module.startCore(this.#context);
  }
}
