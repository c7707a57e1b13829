/** Fetches the core on first use; a failed fetch is tried again on the next. Faults of the core end here. */
import type { Core, CoreModule, LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";

export type CoreUse = (core: Core) => void;

export interface CoreLoader {
  use(command: string, fn: CoreUse): Promise<void>;
  /** Only if it is there already. */
  tell(fn: CoreUse): Promise<void>;
  /** The page sleeps: the core ends, and with it its connection; the next use starts another. */
  sleep(): void;
  close(): void;
}

export const createCoreLoader = (
  context: LoaderContext,
  /** The core's module is not there; answers whether somebody else will carry `fn` out. */
  onMissing: (command: string, fn: CoreUse) => Promise<boolean>,
): CoreLoader => {
  let core: Promise<Core> | null = null;
  let closed = false;
  const load = async (): Promise<Core> => {
    const module: CoreModule = await import(/* @vite-ignore */ context.site.modules.core);
    if (closed) throw new Error();
    return module.startCore(context);
  };
  const tell: CoreLoader["tell"] = async fn => {
    try {
      const there = await core;
      if (there) fn(there);
    } catch {
      // It could not be fetched, or its own faults.
    }
  };
  const sleep = () => {
    void tell(one => one.destroy());
    core = null;
  };
  return {
    use: async (command, fn) => {
      try {
        core ??= load();
        guard(fn)(await core);
      } catch {
        core = null;
        if (!closed && (await onMissing(command, fn))) return;
        context.tell("error", { command, code: "UNAVAILABLE", message: "Not loaded" });
      }
    },
    tell,
    sleep,
    close: () => {
      closed = true;
      sleep();
    },
  };
};
