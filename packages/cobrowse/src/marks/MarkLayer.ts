/**
 * The picture of the marks over a page: cursors with names, rings for clicks, frames and strokes, each cut off where
 * its element is. Knows no elements of the page and no time.
 */
import type { MarkedBy } from "@lotse/protocol";
import { type At, type Box, overlap } from "./boxes.ts";
import { ARROW, COLOURS, type Shapes } from "./shapes.ts";

export interface Seen {
  readonly by: MarkedBy;
  readonly clip: Box;
  /** From 1 down to 0. */
  readonly opacity: number;
}
export type Drawn =
  | (Seen & { readonly kind: "cursor"; readonly at: At })
  /** `age` from 0 to 1. */
  | (Seen & { readonly kind: "click"; readonly at: At; readonly age: number })
  | (Seen & { readonly kind: "highlight"; readonly box: Box })
  | (Seen & { readonly kind: "stroke"; readonly points: readonly At[] });

export interface MarkLayer {
  readonly element: SVGElement;
  /** Everything that is to be seen, by keys that stay; what is not named is taken away. */
  draw(marks: ReadonlyMap<string, Drawn>, size: Box): void;
  remove(): void;
}

const NAME_CHARS_MAX = 24;
const HALO = "#fff";
const shortName = (name: string): string =>
  name.length > NAME_CHARS_MAX ? `${name.slice(0, NAME_CHARS_MAX - 1)}…` : name;
const round = (value: number): number => Math.round(value * 10) / 10;

interface Options {
  readonly shapes: Shapes;
  /** Pixels of the layer per pixel of the screen: what is drawn is as large on a scaled page. */
  readonly unit: () => number;
  /** Rings do not grow for those who want less motion. */
  readonly still: () => boolean;
}

export const createMarkLayer = ({ shapes, unit, still }: Options): MarkLayer => {
  const { make, set } = shapes;
  const element = make("svg", {
    "aria-hidden": "true",
    focusable: "false",
    width: "100%",
    height: "100%",
    class: "marks",
    "data-testid": "marks",
  });
  // Cursors over everything else, whenever they came.
  const [below, above] = [make("g"), make("g")];
  element.append(below, above);
  const shown = new Map<string, SVGElement>();

  const line = (name: string, colour: string, width: number) =>
    make(name, {
      ...{ fill: "none", stroke: colour, "stroke-width": width },
      ...{ "stroke-linecap": "round", "stroke-linejoin": "round" },
    });
  const label = (name: string, colour: string, width: number) => {
    const text = make("text", {
      ...{ fill: HALO, stroke: colour, "stroke-width": width, "paint-order": "stroke" },
      ...{ "stroke-linejoin": "round", "font-family": "system-ui, sans-serif" },
      ...{ "font-size": 13, "font-weight": 600 },
    });
    text.append(shortName(name));
    return text;
  };

  const build = ({ kind, by }: Drawn): SVGElement => {
    const colour = COLOURS[by.colour % COLOURS.length] ?? COLOURS[0];
    const part = make("svg", { "data-kind": kind, "data-viewer": by.viewer });
    const group = make("g");
    part.append(group);
    if (kind === "cursor") {
      group.append(
        make("path", { d: ARROW, fill: HALO, stroke: HALO, "stroke-width": 6, "stroke-linejoin": "round" }),
        make("path", { d: ARROW, fill: colour, stroke: HALO, "stroke-width": 2, "stroke-linejoin": "round" }),
        label(by.name, HALO, 9),
        label(by.name, colour, 6),
      );
    } else {
      const name = kind === "click" ? "circle" : kind === "highlight" ? "rect" : "path";
      group.append(line(name, HALO, 7), line(name, colour, 4));
    }
    return part;
  };

  const parts = (part: SVGElement): SVGElement[] => [...(part.firstChild?.childNodes ?? [])] as SVGElement[];

  const put = (part: SVGElement, mark: Drawn, size: Box): void => {
    const { x, y, width, height } = overlap(mark.clip, size);
    const viewBox = [x, y, width, height].map(round).join(" ");
    set(part, { x: round(x), y: round(y), width: round(width), height: round(height), viewBox });
    // A box of no size would show everything, in place of nothing.
    set(part, { opacity: round(width * height === 0 ? 0 : mark.opacity) });
    const children = parts(part);
    const k = round(unit());
    if (mark.kind === "cursor") {
      const [arrow, inner, ...names] = children;
      const transform = `translate(${round(mark.at.x)} ${round(mark.at.y)}) scale(${k})`;
      for (const shape of [arrow, inner]) if (shape) set(shape, { transform });
      const isRight = mark.at.x + 180 * k > size.x + size.width;
      const isLow = mark.at.y + 44 * k > size.y + size.height;
      const place = { x: isRight ? -8 : 16, y: isLow ? -8 : 34, "text-anchor": isRight ? "end" : "start" };
      for (const name of names) set(name, { transform, ...place });
      return;
    }
    for (const [index, shape] of children.entries()) {
      set(shape, { "stroke-width": round((index === 0 ? 7 : 3.5) * k) });
      if (mark.kind === "click") {
        const r = round((still() ? 16 : 6 + 22 * mark.age) * k);
        set(shape, { cx: round(mark.at.x), cy: round(mark.at.y), r });
      } else if (mark.kind === "highlight") {
        const gap = 4 * k;
        set(shape, {
          ...{ x: round(mark.box.x - gap), y: round(mark.box.y - gap), rx: round(6 * k) },
          ...{ width: round(mark.box.width + 2 * gap), height: round(mark.box.height + 2 * gap) },
        });
      } else {
        const [first, ...rest] = mark.points.map(at => `${round(at.x)} ${round(at.y)}`);
        // One point is a dot: a line of no length with round ends.
        set(shape, { d: `M${first}L${rest.length === 0 ? first : rest.join("L")}` });
      }
    }
  };

  return {
    element,
    draw: (marks, size) => {
      for (const [key, part] of shown) {
        if (marks.has(key)) continue;
        part.remove();
        shown.delete(key);
      }
      for (const [key, mark] of marks) {
        const part = shown.get(key) ?? build(mark);
        if (!shown.has(key)) (mark.kind === "cursor" ? above : below).append(part);
        shown.set(key, part);
        put(part, mark, size);
      }
    },
    remove: () => element.remove(),
  };
};
