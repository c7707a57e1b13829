/** How long the page has been looked at, and how long since the visitor did anything; with the tab active, both. */
import { createStopwatch, restart, settle } from "../stopwatch.ts";
import type { ObserverDefinition } from "../Watch.ts";

const DOING = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "touchmove"];
/** While somebody is busy nobody needs to hear of it more often. */
const TOLD_EVERY_MS = 1_000;

export const time: ObserverDefinition = {
  name: "time",
  facts: ["page.ms", "page.idleMs"],
  start: watch => {
    const { clock, isTabActive } = watch;
    const onPage = createStopwatch();
    const idle = createStopwatch();
    let toldAtMs = 0;
    const told = { "page.ms": onPage, "page.idleMs": idle };
    const tell = (name: keyof typeof told) => watch.set(name, told[name]);
    const busy = () => {
      const nowMs = clock.nowMs();
      restart(idle, isTabActive(), nowMs);
      // A clock that was set back would keep this quiet for long.
      if (Math.abs(nowMs - toldAtMs) < TOLD_EVERY_MS) return;
      toldAtMs = nowMs;
      tell("page.idleMs");
    };
    if (watch.about("page.idleMs").length > 0) for (const type of DOING) watch.listen(type, busy);
    return {
      arrive: () => {
        const nowMs = clock.nowMs();
        for (const one of [onPage, idle]) restart(one, isTabActive(), nowMs);
        tell("page.ms");
        tell("page.idleMs");
      },
      settle: () => {
        const nowMs = clock.nowMs();
        if (settle(onPage, isTabActive(), nowMs)) tell("page.ms");
        if (settle(idle, isTabActive(), nowMs)) tell("page.idleMs");
      },
    };
  },
};
