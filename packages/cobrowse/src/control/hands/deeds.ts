/** What was done, in words that agents may read, for the receipt. */
import { DEED_VALUE_MAX, type Deed } from "@lotse/protocol";
import { nameOf, type Sayable, shorten } from "./names.ts";
import type { Page } from "./page.ts";

export interface DeedSight extends Sayable {
  address(): string;
}

export type TellDeed = (value?: string) => void;

/** Taken down before it is done: a press may lead to another path, or away with its button. */
export const takeDown = (
  page: Page,
  sight: DeedSight,
  deed: { readonly kind: Deed["kind"]; readonly element: Element },
  tell: (deed: Omit<Deed, "grant">) => void,
): TellDeed => {
  const { kind, element } = deed;
  const path = pathOf(sight.address());
  const label = nameOf(page, sight, element);
  return value => {
    const isSaid = value !== undefined && sight.shows(element);
    tell({
      kind,
      path,
      label,
      ...(isSaid && { value: shorten(sight.said(element, value), DEED_VALUE_MAX) }),
    });
  };
};

const pathOf = (address: string): string => {
  try {
    return new URL(address).pathname.slice(0, 500);
  } catch {
    return "";
  }
};
