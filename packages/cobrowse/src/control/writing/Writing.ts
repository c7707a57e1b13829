/**
 * The one field that an agent writes in: opened, told of change by change, written in, left. It is closed at once when
 * agents may not see it any more, and nothing of it is told that they could not see on the page. Knows no grants.
 */
import {
  type ActRefusal,
  type Clock,
  FIELD_TEXT_MAX,
  type FieldNews,
  type MarkNode,
  type Splice,
  type Unsubscribe,
} from "@lotse/protocol";
import type { Focus } from "../hands/focus.ts";
import type { Ledger } from "../hands/ledger.ts";
import type { Page } from "../hands/page.ts";
import type { WithoutSubmits } from "../hands/submitGuard.ts";
import { FieldText, type TextChange } from "../text/FieldText.ts";
import { diff, isNothing } from "../text/splice.ts";
import { type Script, scriptFor } from "./scripts.ts";

/** How often an open field is looked at: pages change what is in it without a word. */
const LOOK_MS = 100;

export interface WritingParts {
  readonly page: Page;
  readonly clock: Clock;
  readonly focus: Focus;
  readonly ledger: Ledger;
  readonly withoutSubmits: WithoutSubmits;
  /** Null: it may be written in, and this is what it holds for everybody to see. */
  readonly judge: (element: Element, text: string) => ActRefusal | null;
  readonly tell: (news: FieldNews) => void;
  readonly onTyping: (element: Element | null) => void;
  /** What an agent wrote in a field until it was left. */
  readonly onWritten: (element: Element, text: string) => void;
}

interface Open {
  readonly node: MarkNode;
  readonly element: Element;
  readonly script: Script;
  readonly text: FieldText;
  readonly textBefore: string;
  isWritten: boolean;
}

interface Opening {
  readonly node: MarkNode;
  readonly element: Element;
  /** Of which act it is. */
  readonly of: number;
}

interface Write {
  readonly node: MarkNode;
  readonly revision: number;
  readonly splice: Splice;
  readonly of: number;
}

export class Writing {
  readonly #parts: WritingParts;
  readonly #texts = new WeakMap<Element, { readonly text: FieldText; readonly script: Script }>();
  readonly #heard = new Map<Window, readonly Unsubscribe[]>();
  #open: Open | null = null;
  #look: Unsubscribe | null = null;
  /** Where the visitor is in the middle of a character. */
  #composing: Element | null = null;
  #isActing = false;

  constructor(parts: WritingParts) {
    this.#parts = parts;
  }

  open({ node, element: named, of }: Opening): ActRefusal | null {
    const chosen = scriptFor(this.#parts, named);
    if (chosen === null) return "unfit";
    const { element, script } = chosen;
    if (this.#open !== null && this.#open.element !== element) this.leave();
    const now = script.read(element);
    if (now.length > FIELD_TEXT_MAX) return "unfit";
    const refusal = this.#parts.judge(element, now) ?? script.refuses(element);
    if (refusal !== null) return refusal;
    const known = this.#texts.get(element)?.text;
    const maxLength = script.maxLength(element);
    const text = known ?? new FieldText(now, { maxLength, multiline: script.multiline });
    text.notice(now, "visitor");
    this.#texts.set(element, { text, script });
    this.#hear(element);
    if (this.#open?.element !== element) {
      this.#open = { node, element, script, text, textBefore: now, isWritten: false };
      this.#enter(element);
    } else this.#open = { ...this.#open, node };
    const { revision } = text;
    this.#parts.tell({
      kind: "opened",
      node,
      of,
      revision,
      text: now,
      maxLength,
      multiline: script.multiline,
    });
    this.#watch();
    return null;
  }

  async write({ node, revision, splice, of }: Write): Promise<ActRefusal | null> {
    const open = this.#open;
    if (open?.node.nodeId !== node.nodeId || open.node.segment !== node.segment) return "unfit";
    this.#notice(open, "page");
    // What was noticed may have closed it.
    if (this.#open !== open) return this.#parts.judge(open.element, open.script.read(open.element)) ?? "gone";
    if (this.#composing === open.element) return "visitorWrites";
    const refusal = open.script.refuses(open.element);
    if (refusal !== null) return refusal;
    const plan = open.text.plan(revision, splice);
    if (plan.kind === "refused") return plan.outcome;
    const put = (): void => this.#acting(() => open.script.put(open.element, plan.splice));
    await this.#parts.withoutSubmits(this.#parts.page, open.element, () => {
      put();
      const change = open.text.wrote(open.script.read(open.element), plan.splice);
      if (!isNothing(change.splice)) {
        open.isWritten = true;
        this.#keep(open);
      }
      this.#tell(open, change, of);
    });
    this.#parts.clock.after(0, () => this.#lookAgain());
    return null;
  }

  /** False: none is open. */
  leave(): boolean {
    const open = this.#open;
    if (open === null) return false;
    const { page, focus } = this.#parts;
    this.end();
    this.#acting(() => {
      if (open.script.read(open.element) !== open.textBefore)
        page.fire(open.element, "Event", "change", { composed: false });
      if (focus.take(open.element) || page.active() === open.element) return;
      page.fire(open.element, "FocusEvent", "blur", { bubbles: false });
      page.fire(open.element, "FocusEvent", "focusout");
    });
    return true;
  }

  /** Over, and the page hears nothing of it. Idempotent. */
  end(): void {
    const open = this.#open;
    this.#open = null;
    this.#look?.();
    if (open === null) return;
    this.#parts.onTyping(null);
    if (open.isWritten) this.#parts.onWritten(open.element, open.script.read(open.element));
  }

  /** Nothing is listened to any more. */
  close(): void {
    this.end();
    for (const ends of this.#heard.values()) for (const end of ends) end();
    this.#heard.clear();
  }

  #enter(element: Element): void {
    const { page, focus } = this.#parts;
    this.#parts.onTyping(element);
    this.#acting(() => {
      if (focus.give(element)) return;
      page.fire(element, "FocusEvent", "focus", { bubbles: false });
      page.fire(element, "FocusEvent", "focusin");
    });
  }

  #keep({ element, text, script }: Open): void {
    const put = (to: Element, whole: string): void =>
      this.#acting(() => {
        script.put(to, diff(script.read(to), whole));
        this.#parts.page.fire(to, "Event", "change", { composed: false });
      });
    this.#parts.ledger.wrote(element, { text, put, read: script.read });
  }

  #acting(act: () => void): void {
    this.#isActing = true;
    try {
      act();
    } finally {
      this.#isActing = false;
    }
  }

  /** Whoever changes what is in the field: the visitor's own keys are told from what scripts make of them. */
  #hear(element: Element): void {
    const { page, focus } = this.#parts;
    const realm = page.realm(element);
    if (realm === null || this.#heard.has(realm)) return;
    const targetOf = (event: Event): Element => event.composedPath()[0] as Element;
    const input = (event: Event): void => {
      const known = this.#texts.get(targetOf(event));
      if (known === undefined || this.#isActing) return;
      if (event.isTrusted) focus.isVisitors(targetOf(event));
      const { script, text } = known;
      const by = event.isTrusted ? "visitor" : "page";
      const open = this.#open;
      if (open?.text === text) {
        this.#notice(open, by);
        this.#parts.clock.after(0, () => this.#lookAgain());
      } else text.notice(script.read(targetOf(event)), by, script.caret(targetOf(event)));
    };
    const composing = (event: Event): void => {
      this.#composing = event.type === "compositionstart" ? targetOf(event) : null;
    };
    this.#heard.set(realm, [
      page.listen(realm, "input", input),
      page.listen(realm, "compositionstart", composing),
      page.listen(realm, "compositionend", composing),
    ]);
  }

  #notice(open: Open, by: "visitor" | "page"): void {
    const { element, script, text } = open;
    const now = script.read(element);
    const change = text.notice(now, by, by === "visitor" ? script.caret(element) : null);
    if (change !== null) this.#tell(open, change, null);
    else this.#check(open);
  }

  #tell(open: Open, change: TextChange, of: number | null): void {
    if (this.#check(open)) this.#parts.tell({ kind: "changed", node: open.node, ...change, of });
  }

  /** False: it is closed now. */
  #check(open: Open): boolean {
    if (this.#open !== open) return false;
    const { element, script } = open;
    const now = script.read(element);
    if (now.length <= FIELD_TEXT_MAX && this.#parts.judge(element, now) === null) return true;
    this.end();
    this.#parts.tell({ kind: "closed", node: open.node });
    return false;
  }

  #lookAgain(): void {
    if (this.#open !== null) this.#notice(this.#open, "page");
  }

  #watch(): void {
    this.#look?.();
    this.#look = this.#parts.clock.after(LOOK_MS, () => {
      this.#lookAgain();
      if (this.#open !== null) this.#watch();
    });
  }
}
