import type { Facts } from "@lotse/protocol";
import { clip } from "../shared/text.ts";

const URL_MAX = 2_000;
const TITLE_MAX = 300;

/** Fragments that are no route may carry tokens, and say nothing about the page: they stay here. */
export const pageUrl = (href: string): string => clip(href.replace(/#(?![!/]).*$/, ""), URL_MAX);

export const readPage = (): Facts["page"] => ({
  url: pageUrl(location.href),
  title: clip(document.title, TITLE_MAX),
  referrer: pageUrl(document.referrer),
});
