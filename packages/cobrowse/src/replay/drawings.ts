/**
 * Weighs what is drawn from elsewhere: each `use` is a copy of all that its target holds, each pattern, mask or marker is painted
 * anew by whoever names it, and both may name the next one, so that ten lines are a million elements. Reckoned from ids and
 * references alone, never less than the truth; what a style sheet lets draw is not seen. Knows nothing of the DOM.
 */
import { STANDING } from "./caps.ts";
import { type Drawing, drawingOf } from "./namedParts.ts";
import { createReckoning, type Part } from "./reckoning.ts";
import { tooLarge } from "./weighing.ts";

/** An element, as far as this matters. */
export interface Drawn {
  readonly tag: string;
  readonly parent: Drawn | null;
  /** In which tree its id counts. */
  readonly scope: number;
  /** Elements that stand in it, itself among them. */
  inner: number;
  /** Points that its lines may have, and those in it. */
  points: number;
}

interface Holding {
  name: string | null;
  /** Points of its own. */
  points: number;
  readonly drawings: Map<string, Drawing>;
}

/** Their stops are drawn by no more than one shader. */
const FREE: ReadonlySet<string> = new Set(["lineargradient", "radialgradient"]);
/** The shortest way to another point: `h1`. */
const POINT_CHARS = 2;

const keyOf = (scope: number, name: string): string => `${scope}#${name}`;

export class Drawings {
  readonly #holdings = new Map<Drawn, Holding>();
  /** What draws, and by key what has an id. */
  readonly #drawing = new Set<Drawn>();
  readonly #named = new Map<string, Set<Drawn>>();
  /** Keys that were drawn when it was weighed last. */
  readonly #wanted = new Set<string>();
  #isStale = false;

  /** This attribute has this value from now on; null: it is gone. */
  set(entry: Drawn, name: string, value: string | null): void {
    const lower = name.toLowerCase();
    if (lower === "id") this.#rename(entry, value);
    else if (lower === "d" || lower === "points") this.#resize(entry, value?.length ?? 0);
    else this.#draw(entry, lower, value);
  }

  /** More or fewer elements or points stand in this one. */
  grow(entry: Drawn | null, elements: number, points: number): void {
    for (let at = entry; at !== null; at = at.parent) {
      at.inner += elements;
      at.points += points;
      const holding = this.#drawing.size === 0 ? undefined : this.#holdings.get(at);
      if (holding !== undefined && (holding.drawings.size > 0 || this.#isWanted(at, holding))) {
        this.#isStale = true;
      }
    }
  }

  leave(entry: Drawn): void {
    const holding = this.#holdings.get(entry);
    if (holding === undefined) return;
    this.#rename(entry, null);
    // Less is never too much.
    this.#drawing.delete(entry);
    this.#holdings.delete(entry);
  }

  /** After an event. Throws if more is drawn than can be. */
  weigh(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#wanted.clear();
    for (const entry of this.#drawing) for (const [key] of this.#drawnBy(entry)) this.#wanted.add(key);
    const within = this.#within();
    const weightOf = createReckoning(key => this.#part(key, within));
    let total = this.#drawing.size;
    for (const entry of this.#drawing) {
      for (const [key, times] of this.#drawnBy(entry)) total += times * weightOf(key);
      if (total > STANDING.drawn) throw tooLarge();
    }
  }

  /** Of several with one id it is the heaviest: which of them comes first is not known. */
  #part(key: string, within: ReadonlyMap<Drawn, readonly Drawn[]>): Part {
    const draws = new Map<string, number>();
    let inner = 0;
    for (const entry of this.#named.get(key) ?? []) {
      if (FREE.has(entry.tag)) continue;
      inner = Math.max(inner, entry.inner);
      const own = new Map<string, number>();
      for (const one of within.get(entry) ?? [])
        for (const [drawn, times] of this.#drawnBy(one)) own.set(drawn, (own.get(drawn) ?? 0) + times);
      for (const [drawn, times] of own) draws.set(drawn, Math.max(draws.get(drawn) ?? 0, times));
    }
    return { inner, draws };
  }

  #isWanted(entry: Drawn, { name }: Holding): boolean {
    return name !== null && this.#wanted.has(keyOf(entry.scope, name));
  }

  #holding(entry: Drawn): Holding {
    const known = this.#holdings.get(entry);
    if (known !== undefined) return known;
    const holding: Holding = { name: null, points: 0, drawings: new Map() };
    this.#holdings.set(entry, holding);
    return holding;
  }

  #rename(entry: Drawn, name: string | null): void {
    const holding = this.#holdings.get(entry);
    if ((holding?.name ?? null) === name) return;
    if (holding?.name != null) {
      const key = keyOf(entry.scope, holding.name);
      const same = this.#named.get(key);
      same?.delete(entry);
      if (same?.size === 0) this.#named.delete(key);
    }
    this.#holding(entry).name = name;
    if (name === null) return;
    const key = keyOf(entry.scope, name);
    const same = this.#named.get(key) ?? new Set();
    this.#named.set(key, same.add(entry));
    if (this.#wanted.has(key)) this.#isStale = true;
  }

  #resize(entry: Drawn, chars: number): void {
    const points = Math.ceil(chars / POINT_CHARS);
    const holding = this.#holding(entry);
    this.grow(entry, 0, points - holding.points);
    holding.points = points;
  }

  #draw(entry: Drawn, name: string, value: string | null): void {
    const drawing = value === null ? null : drawingOf(entry.tag, name, value);
    const drawings = this.#holdings.get(entry)?.drawings;
    // A whole style takes the place of its parts.
    if (name === "style")
      for (const part of drawings?.keys() ?? []) if (part.startsWith("style.")) drawings?.delete(part);
    drawings?.delete(name);
    if (drawing !== null) {
      this.#holding(entry).drawings.set(name, drawing);
      this.#drawing.add(entry);
      this.#isStale = true;
    } else if (drawings?.size === 0) this.#drawing.delete(entry);
  }

  /** What this element itself draws, and how often. */
  *#drawnBy(entry: Drawn): Generator<readonly [string, number]> {
    for (const { names, times } of this.#holdings.get(entry)?.drawings.values() ?? []) {
      const often = times === "once" ? 1 : entry.inner + (times === "points" ? entry.points : 0);
      for (const name of names) yield [keyOf(entry.scope, name), often];
    }
  }

  /** By what is drawn: those in it that draw, in turn. */
  #within(): Map<Drawn, Drawn[]> {
    const within = new Map<Drawn, Drawn[]>();
    for (const entry of this.#drawing) {
      for (let at: Drawn | null = entry; at !== null; at = at.parent) {
        const holding = this.#holdings.get(at);
        if (holding === undefined || !this.#isWanted(at, holding)) continue;
        const list = within.get(at);
        if (list === undefined) within.set(at, [entry]);
        else list.push(entry);
      }
    }
    return within;
  }
}
