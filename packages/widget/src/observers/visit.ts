/** How the visit began, and on what. The beginning is read once, on its first page, and kept. */
import { clip } from "../shared/text.ts";
import type { ObserverDefinition } from "./Watch.ts";

const TEXT_MAX = 200;

const hostOf = (url: string): string => /^\w+:\/\/(?:www\.)?([^/:?#]*)/.exec(url)?.[1] ?? "";

/** Coming from the site itself is coming from nowhere. */
export const beginningOf = ({ url, referrer }: { readonly url: string; readonly referrer: string }) => {
  const query = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? "");
  const from = hostOf(referrer);
  return {
    campaign: clip(query.get("utm_campaign") ?? "", TEXT_MAX),
    source: clip(query.get("utm_source") || (from === hostOf(url) ? "" : from), TEXT_MAX),
  };
};

export const languageOf = (language: string): string =>
  /^[a-z]{2,3}(?![a-z])/i.exec(language)?.[0].toLowerCase() ?? "";

/** By what the browser says it is. Tablets often say they are desktops, and are told by their fingers. */
export const deviceOf = ({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, "userAgent" | "maxTouchPoints">): "phone" | "tablet" | "desktop" => {
  if (/iPad|Tablet|Silk|Android(?!.*Mobile)/i.test(userAgent)) return "tablet";
  if (/Mobi|iPhone|iPod/i.test(userAgent)) return "phone";
  return /Macintosh/.test(userAgent) && maxTouchPoints > 1 ? "tablet" : "desktop";
};

export const visit: ObserverDefinition = {
  name: "visit",
  facts: ["visit.campaign", "visit.source", "visit.language", "visit.device"],
  start: watch => {
    let began: ReturnType<typeof beginningOf> | null = null;
    return {
      recall: ({ campaign, source }) => {
        if (typeof campaign === "string" && typeof source === "string") began = { campaign, source };
      },
      keep: () => ({ ...began }),
      arrive: () => {
        began ??= beginningOf(watch.facts.page);
        watch.set("visit.campaign", began.campaign);
        watch.set("visit.source", began.source);
        watch.set("visit.language", languageOf(navigator.language));
        watch.set("visit.device", deviceOf(navigator));
      },
    };
  },
};
