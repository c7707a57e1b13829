/** How far down the page has been scrolled, at most. The handler only notes what scrolled; sizes are read later, once. */
import type { ObserverDefinition } from "../Watch.ts";

/** A box that scrolls in the page's place is most of what is seen. */
const isMain = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight * 2 > innerHeight && clientWidth * 2 > innerWidth;

export const scrolledPercent = (scroller: Pick<Element, "scrollTop" | "scrollHeight" | "clientHeight">) => {
  const way = scroller.scrollHeight - scroller.clientHeight;
  return way > 0 ? Math.max(0, Math.min(100, Math.round((scroller.scrollTop / way) * 100))) : 0;
};

export const scroll: ObserverDefinition = {
  name: "scroll",
  facts: ["page.scrolled"],
  start: watch => {
    const scrolled = new Set<EventTarget>();
    let most = 0;
    watch.listen("scroll", ({ target }) => {
      if (target) scrolled.add(target);
      watch.lookSoon();
    });
    return {
      arrive: () => {
        most = 0;
        watch.set("page.scrolled", most);
      },
      look: () => {
        for (const target of scrolled) {
          const page = document.scrollingElement;
          const scroller = target === document ? page : (target as Element);
          if (scroller && (scroller === page || isMain(scroller)))
            most = Math.max(most, scrolledPercent(scroller));
        }
        scrolled.clear();
        watch.set("page.scrolled", most);
      },
    };
  },
};
