/** The pointer leaves the page upwards, where tabs and address are. A finger leaves nowhere. */
import type { ObserverDefinition } from "../Watch.ts";

export const exit: ObserverDefinition = {
  name: "exit",
  facts: ["page.exitIntent"],
  start: watch => {
    watch.listen("mouseout", event => {
      const { relatedTarget, clientY, buttons } = event as MouseEvent;
      // With a button held, something is being dragged or marked.
      if (relatedTarget === null && clientY <= 0 && buttons === 0) watch.set("page.exitIntent", true);
    });
    return { arrive: () => watch.set("page.exitIntent", false) };
  },
};
