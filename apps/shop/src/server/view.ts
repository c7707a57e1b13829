/** What every page needs to know about the request it answers. Built in `context.ts`, read by pages. */
import type { Language } from "../shared/language.ts";
import type { SiteTexts } from "../shared/texts/siteTexts.ts";
import type { Assets } from "./assets.ts";

export interface View {
  readonly language: Language;
  readonly t: SiteTexts;
  /** Path and query without `lang`: where the language switch leads back to. */
  readonly path: string;
  /** Scheme and host as the browser wrote them, for absolute addresses in structured data. */
  readonly origin: string;
  readonly basketCount: number;
  readonly basketCents: number;
  readonly assets: Assets;
  /** Where the one line of Lotse comes from. */
  readonly snippetUrl: string;
}
