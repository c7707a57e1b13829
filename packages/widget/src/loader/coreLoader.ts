/** Fetches the core on first use; a failed fetch is tried again on the next. Faults of the core end here. */
import type { Core, CoreModule, LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";

export class CoreLoader {
  readonly #context: LoaderContext;
  #core: Promise<Core> | null = null;
  #closed = false;

  constructor(context: LoaderContext) {
    this.#context = context;
  }

  use(command: string, fn: (core: Core) => void): void {
    this.#core ??= this.#load();
    this.#core.then(guard(fn)).catch(() => {
      this.#core = null;
      this.#context.tell("error", {
        command,
        code: "UNAVAILABLE",
        message: "Not loaded",
      });
    });
  }

  /** Only if it is there already. */
  tell(fn: (core: Core) => void): void {
    this.#core?.then(guard(fn)).catch(() => {});
  }

  close(): void {
    this.#closed = true;
    this.tell(core => core.destroy());
  }

  async #load(): Promise<Core> {
    const module: CoreModule = await import(/* @vite-ignore */ this.#context.site.modules.core);
    if (this.#closed) throw new Error();
    return module.startCore(this.#context);
  }
}
