/**
 * What the shop remembers of a customer, in memory and for a while: basket, an order that waits for its
 * one-time code, placed orders, the last quote. No card data is ever kept. A restart forgets everything.
 */

import type { QuoteValues } from "../shared/quote/fields.ts";
import type { Premium } from "../shared/quote/premium.ts";

export type Basket = ReadonlyMap<string, number>;

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitCents: number;
}

export interface Order {
  readonly number: string;
  readonly placedAtMs: number;
  readonly lines: readonly OrderLine[];
  readonly shippingCents: number;
  readonly totalCents: number;
  readonly email: string;
  readonly addressLines: readonly string[];
  readonly cardLast4: string;
  readonly accountCreated: boolean;
}

export interface PendingOrder {
  readonly order: Order;
  readonly code: string;
  readonly attemptsLeft: number;
}

export interface QuoteReceipt {
  readonly reference: string;
  readonly premium: Premium;
  readonly values: Pick<QuoteValues, "cover" | "tariff" | "startDate" | "payment" | "plate" | "email">;
}

export interface Session {
  basket: Basket;
  pending: PendingOrder | null;
  orders: readonly Order[];
  quote: QuoteReceipt | null;
}

export interface Sessions {
  find(id: string | undefined): Session | null;
  create(): { readonly id: string; readonly session: Session };
}

interface Options {
  readonly nowMs: () => number;
  readonly makeId: () => string;
  readonly lifetimeMs?: number;
  readonly maxSessions?: number;
}

export function createSessions(options: Options): Sessions {
  const { nowMs, makeId, lifetimeMs = 2 * 60 * 60 * 1000, maxSessions = 10_000 } = options;
  /** Insertion order is order of last use: a hit moves the entry to the end, so the first is the stalest. */
  const entries = new Map<string, { readonly session: Session; readonly usedAtMs: number }>();

  const touch = (id: string, session: Session): void => {
    entries.delete(id);
    entries.set(id, { session, usedAtMs: nowMs() });
  };

  const dropStale = (): void => {
    for (const [id, entry] of entries) {
      const expired = nowMs() - entry.usedAtMs > lifetimeMs;
      if (!expired && entries.size < maxSessions) return;
      entries.delete(id);
    }
  };

  return {
    find(id) {
      const entry = id === undefined ? undefined : entries.get(id);
      if (id === undefined || entry === undefined || nowMs() - entry.usedAtMs > lifetimeMs) return null;
      touch(id, entry.session);
      return entry.session;
    },
    create() {
      dropStale();
      const id = makeId();
      const session: Session = { basket: new Map(), pending: null, orders: [], quote: null };
      touch(id, session);
      return { id, session };
    },
  };
}
