/**
 * Which elements the extras look at, and when: soon after anything was recorded, and now and then, because scripts
 * change what no event tells. Says each thing once. Knows nothing of the kinds of extras.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../../wire/events.ts";
import { type ExtraData, rebuiltBy } from "../../wire/extras.ts";
import type { ExtrasHost } from "./host.ts";

const SOON_MS = 50;
const NOW_AND_THEN_MS = 250;

/** One kind of extra: the elements that can have it, and what is to be said of one now. */
export interface Kind {
  wants(element: Element): boolean;
  look(element: Element, id: number): void;
}

export type MakeKind = (watch: Watch) => Kind;

interface Watched extends Kind {
  readonly elements: Map<number, Element>;
}

export class Watch {
  readonly host: ExtrasHost;
  readonly #kinds: readonly Watched[];
  /** What was said, by node and kind. */
  #told = new Map<number, Map<ExtraData["kind"], string>>();
  #cancel: Unsubscribe | null = null;
  #dueMs = 0;
  #lookedMs = 0;

  constructor(host: ExtrasHost, kinds: readonly MakeKind[]) {
    this.host = host;
    this.#kinds = kinds.map(make => {
      const { wants, look } = make(this);
      return { wants, look, elements: new Map() };
    });
    for (const id of host.ids()) this.#consider(id);
    this.#plan(0);
  }

  /** Once, until it changes; never what goes without saying. */
  tell(data: ExtraData, value: string, usual?: string): void {
    const told = this.#told.get(data.id) ?? new Map<ExtraData["kind"], string>();
    if ((told.get(data.kind) ?? usual) === value) return;
    this.#told.set(data.id, told.set(data.kind, value));
    this.host.say(data);
  }

  seen(event: PageEvent): void {
    if (event.type === EVENT.full) {
      this.#told.clear();
      for (const { elements } of this.#kinds) elements.clear();
      this.#considerTree(event.data.node);
    } else if (event.type !== EVENT.incremental) return;
    for (const id of rebuiltBy(event)) this.#told.delete(id);
    if (event.type === EVENT.incremental && event.data.source === SOURCE.mutation) {
      for (const { node } of event.data.adds) this.#considerTree(node);
      for (const { id } of event.data.attributes) this.#consider(id);
    }
    this.#plan(Math.max(0, this.#lookedMs + SOON_MS - this.host.clock.nowMs()));
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #considerTree(sn: Sn): void {
    if (sn.type === NODE.element) this.#consider(sn.id);
    if (sn.type === NODE.element || sn.type === NODE.document)
      for (const child of sn.childNodes) this.#considerTree(child);
  }

  #consider(id: number): void {
    const node = this.host.nodeOf(id);
    if (node?.nodeType !== 1) return;
    const element = node as Element;
    for (const { wants, elements } of this.#kinds) if (wants(element)) elements.set(id, element);
  }

  /** The earlier of what is planned and this. */
  #plan(delayMs: number): void {
    const dueMs = this.host.clock.nowMs() + delayMs;
    if (this.#cancel !== null && this.#dueMs <= dueMs) return;
    this.#cancel?.();
    this.#dueMs = dueMs;
    this.#cancel = this.host.clock.after(delayMs, () => this.#look());
  }

  #look(): void {
    this.#cancel = null;
    this.#lookedMs = this.host.clock.nowMs();
    let any = false;
    for (const { elements, look } of this.#kinds) {
      for (const [id, element] of elements) {
        any = true;
        if (this.host.nodeOf(id) !== element || !element.isConnected) elements.delete(id);
        else attempt(() => look(element, id));
      }
    }
    if (any) this.#plan(NOW_AND_THEN_MS);
  }
}

/** What a browser lacks, or a page has broken, is not seen; everything else goes on. */
const attempt = (look: () => void): void => {
  try {
    look();
  } catch {
    // Nothing was said.
  }
};
