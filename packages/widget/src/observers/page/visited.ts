/** Which of the pages that rules ask for were seen during the visit. Of the others nothing is kept. */
import { pathOf } from "@lotse/radar";
import type { ObserverDefinition } from "../Watch.ts";
import { fits } from "./glob.ts";

export const visited: ObserverDefinition = {
  name: "visited",
  facts: ["pages.visited"],
  start: watch => {
    const patterns = watch.about("pages.visited");
    let seen: readonly string[] = [];
    return {
      recall: ({ seen: before }) => {
        seen = Array.isArray(before) ? patterns.filter(pattern => before.includes(pattern)) : [];
      },
      keep: () => ({ seen }),
      arrive: () => {
        const path = pathOf(watch.facts.page.url);
        seen = patterns.filter(pattern => seen.includes(pattern) || fits(path, pattern));
        for (const pattern of patterns) watch.set("pages.visited", seen.includes(pattern), pattern);
      },
    };
  },
};
