/** One of the hard situations of a shared page: what stands there, and what the visitor and the page do. */
import type { Page } from "@playwright/test";
import type { World } from "../cobrowse/world.ts";
import type { ByDesign } from "./read.ts";

export interface Situation {
  /** Its number in the list of hard situations (README.md), and what it is. */
  readonly name: string;
  readonly html: string | ((world: World) => string);
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the page is loaded: what it will ask for. */
  readonly prepare?: (page: Page, world: World) => Promise<unknown>;
  /** Before the recording: what stands in the first picture already. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** While it is recorded. */
  readonly steps: (page: Page) => Promise<unknown>;
  /** What is told to a viewer who comes late only when it happens again. */
  readonly late?: (page: Page) => Promise<unknown>;
  /** That it is as meant, on the visitor's side: a step that did nothing would be the same on both. */
  readonly meant: (page: Page) => Promise<unknown>;
  /** Must not be in any frame, decoded. */
  readonly secrets?: readonly string[];
  /** Must be: else the search for secrets would find nothing in any case. */
  readonly open?: string;
  readonly byDesign?: readonly ByDesign[];
}

export const shell = (body: string, head = ""): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Lage</title><style>
  body { font: 15px/1.4 sans-serif; margin: 16px }</style>${head}</head><body>${body}</body></html>`;
