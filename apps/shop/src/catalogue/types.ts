/** The catalogue's words. */
import type { Localized } from "../shared/language.ts";

export const CATEGORY_IDS = ["child-seats", "roof-transport", "safety"] as const;
export type CategoryId = (typeof CATEGORY_IDS)[number];

export interface Category {
  readonly id: CategoryId;
  readonly name: Localized;
  readonly claim: Localized;
  /** The product whose picture stands for the category. */
  readonly picture: string;
}

export interface Product {
  readonly sku: string;
  readonly category: CategoryId;
  readonly name: Localized;
  /** What it is, in two or three words. */
  readonly kind: Localized;
  readonly summary: Localized;
  readonly description: Localized;
  readonly priceCents: number;
  /** Working days until it is at the customer's door. */
  readonly deliveryDays: number;
  readonly specs: readonly { readonly label: Localized; readonly value: Localized }[];
}

export const same = (text: string): Localized => ({ de: text, en: text });
