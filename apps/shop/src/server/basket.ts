/** Basket arithmetic. Pure: baskets are values, prices come from the catalogue. */
import { findProduct } from "../catalogue/catalogue.ts";
import type { Product } from "../catalogue/types.ts";
import type { Basket } from "./sessions.ts";

export const MAX_QUANTITY = 10;
const SHIPPING_CENTS = 490;
const FREE_SHIPPING_FROM_CENTS = 10_000;

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
  readonly cents: number;
}

export interface Totals {
  readonly lines: readonly BasketLine[];
  readonly subtotalCents: number;
  readonly shippingCents: number;
  readonly totalCents: number;
}

/** A whole number from `min` to the maximum, or null for anything else. */
export function parseQuantity(text: string, min: number): number | null {
  const quantity = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return quantity >= min && quantity <= MAX_QUANTITY ? quantity : null;
}

/** Zero removes the product; more than the maximum is the maximum. */
export function withQuantity(basket: Basket, sku: string, quantity: number): Basket {
  const next = new Map(basket);
  if (quantity <= 0) next.delete(sku);
  else next.set(sku, Math.min(quantity, MAX_QUANTITY));
  return next;
}

export const withAdded = (basket: Basket, sku: string, quantity: number): Basket =>
  withQuantity(basket, sku, (basket.get(sku) ?? 0) + quantity);

export function totalsOf(basket: Basket): Totals {
  const lines = [...basket].flatMap(([sku, quantity]) => {
    const product = findProduct(sku);
    return product ? [{ product, quantity, cents: product.priceCents * quantity }] : [];
  });
  const subtotalCents = lines.reduce((sum, line) => sum + line.cents, 0);
  const free = subtotalCents === 0 || subtotalCents >= FREE_SHIPPING_FROM_CENTS;
  const shippingCents = free ? 0 : SHIPPING_CENTS;
  return { lines, subtotalCents, shippingCents, totalCents: subtotalCents + shippingCents };
}
