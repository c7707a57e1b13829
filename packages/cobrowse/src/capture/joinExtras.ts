/** Lets what tells beyond rrweb join a running capture, behind the same gate. Knows none of its kinds. */
import { EVENT, type PageEvent } from "../wire/events.ts";
import type { Egress } from "./egress.ts";
import type { Extras } from "./extras/host.ts";
import { getter } from "./getter.ts";
import type { CaptureOptions } from "./types.ts";

export interface JoinOptions extends CaptureOptions {
  readonly egress: Egress;
  /** rrweb's own, as far as it is asked. */
  readonly mirror: { getNode(id: number): Node | null; getIds(): number[] };
  readonly keep: (event: PageEvent) => void;
}

/** Null: there are none, or they could not be fetched. */
export const joinExtras = async (options: JoinOptions): Promise<Extras | null> => {
  const start = await options.extras?.().catch(() => null);
  if (!start) return null;
  const { clock, egress, keep, mirror, policy } = options;
  return start({
    ...{ window, clock, getter, strict: policy.strict },
    nodeOf: id => mirror.getNode(id),
    ids: () => mirror.getIds(),
    readable: element => egress.shows(element),
    say: data => keep({ type: EVENT.extra, timestamp: clock.nowMs(), data }),
    sum: data => keep({ type: EVENT.digest, timestamp: clock.nowMs(), data }),
  });
};
