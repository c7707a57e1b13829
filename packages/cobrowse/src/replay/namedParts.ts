/**
 * What an attribute draws again from elsewhere in its document: copies of `use`, and what is painted by way of an address
 * (patterns, masks, clip paths, markers, filters). Pure; knows nothing of what stands there.
 */

export interface Drawing {
  /** Ids it may mean: written as it is, and as an address reads it. */
  readonly names: readonly string[];
  /** Once; once for each element below that may take it over; or besides once for each point of their lines. */
  readonly times: "once" | "inherited" | "points";
}

const BY_ADDRESS: ReadonlySet<string> = new Set(["use", "feimage", "pattern"]);
const ONCE: ReadonlySet<string> = new Set(["clip-path", "mask", "filter"]);
const INHERITED: ReadonlySet<string> = new Set(["fill", "stroke", "marker-start", "marker-end"]);
const POINTS: ReadonlySet<string> = new Set(["marker", "marker-mid"]);
/** Animations that would draw something else with time. */
const ANIMATED = /^(from|to|by|values)$/;

export const isAnimatedDrawing = (tag: string, name: string, value: string): boolean => {
  if (!/^(animate.*|set)$/i.test(tag)) return false;
  if (name === "attributename") return /href/i.test(value);
  return ANIMATED.test(name) && /url|\\/i.test(value);
};

/** Null: nothing. */
export const drawingOf = (tag: string, name: string, value: string): Drawing | null => {
  if (name === "href" || name === "xlink:href") {
    return BY_ADDRESS.has(tag) ? drawing([value], "once") : null;
  }
  const times = timesOf(name, value);
  if (times === null || !/u|\\/i.test(value) || !value.includes("(")) return null;
  return drawing(addressesIn(value), times);
};

const timesOf = (name: string, value: string): Drawing["times"] | null => {
  const property = name.startsWith("style.") ? name.slice(6) : name;
  if (ONCE.has(property) || property.startsWith("mask") || property.startsWith("-webkit-mask")) return "once";
  if (INHERITED.has(property)) return "inherited";
  if (POINTS.has(property)) return "points";
  if (property !== "style") return null;
  // What cannot be told at a glance counts as the most that it may be.
  if (/marker|\\|\/\*/i.test(value)) return "points";
  return /fill|stroke|--/i.test(value) ? "inherited" : "once";
};

const drawing = (addresses: readonly string[], times: Drawing["times"]): Drawing | null => {
  const names = new Set(addresses.flatMap(namesIn));
  return names.size === 0 ? null : { names: [...names], times };
};

/** An address counts by its fragment, whatever stands before it: any document's own may be spelt in full. */
const namesIn = (address: string): string[] => {
  const at = address.indexOf("#");
  if (at < 0) return [];
  const raw = address.slice(at + 1);
  return [raw, raw.replace(/[\t\n\r]/g, "").trim()].flatMap(name => [name, decoded(name)]);
};

const decoded = (name: string): string =>
  name.replace(/(?:%[0-9a-f]{2})+/gi, run =>
    new TextDecoder().decode(Uint8Array.from(run.slice(1).split("%"), byte => Number.parseInt(byte, 16))),
  );

const addressesIn = (css: string): string[] =>
  [...unescaped(css).matchAll(/url\(\s*(?:"([^"]*)|'([^']*)|([^)]*))/gi)].map(
    ([, double, single, bare]) => double ?? single ?? (bare ?? "").trim(),
  );

const unescaped = (css: string): string =>
  css.replace(/\\(?:([0-9a-f]{1,6})\s?|\n|(.))/gi, (_, hex?: string, char?: string) => {
    if (hex === undefined) return char ?? "";
    const point = Number.parseInt(hex, 16);
    return point === 0 || point > 0x10ffff ? "\uFFFD" : String.fromCodePoint(point);
  });
