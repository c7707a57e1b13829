/**
 * The one field that an agent writes in: opened, told of change by change, written in, left. It is closed at once when
 * agents may not see it any more, and nothing of it is told that they could not see on the page. Knows no grants.
 */
import type { ActRefusal, Clock, FieldNews, MarkNode, Splice, Unsubscribe } from "@lotse/protocol";
import { FIELD_TEXT_MAX } from "@lotse/protocol/acts";
import type { Focus } from "../hands/focus.ts";
import type { Page } from "../hands/page.ts";
import type { WithoutSubmits } from "../hands/submitGuard.ts";
import type { UndoBook } from "../hands/undoBook.ts";
import { FieldText, type TextChange } from "../text/FieldText.ts";
import { apply, diff, isNothing } from "../text/splice.ts";
import { accessFor, type FieldAccess } from "./access.ts";
import { hearing } from "./hearing.ts";

/** How often an open field is looked at: pages change what is in it without a word. */
const LOOK_MS = 100;

export interface WritingParts {
  readonly page: Page;
  readonly clock: Clock;
  readonly focus: Focus;
  readonly undoBook: UndoBook;
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
  readonly access: FieldAccess;
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
  readonly #texts = new WeakMap<Element, { readonly text: FieldText; readonly access: FieldAccess }>();
  readonly #heard = new Map<Window, Unsubscribe>();
  #open: Open | null = null;
  #look: Unsubscribe | null = null;
  /** Where the visitor is in the middle of a character. */
  #composing: Element | null = null;
  #isActing = false;

  constructor(parts: WritingParts) {
    this.#parts = parts;
  }

  open({ node, element: named, of }: Opening): ActRefusal | null {
    const chosen = accessFor(this.#parts, named);
    if (chosen === null) return "unfit";
    const { element, access } = chosen;
    if (this.#open !== null && this.#open.element !== element) this.leave();
    const now = access.read(element);
    if (now.length > FIELD_TEXT_MAX) return "unfit";
    const refusal = this.#parts.judge(element, now) ?? access.refuses(element);
    if (refusal !== null) return refusal;
    const known = this.#texts.get(element)?.text;
    const maxLength = access.maxLength(element);
    const text = known ?? new FieldText(now, { maxLength, multiline: access.multiline });
    text.notice(now, "visitor");
    this.#texts.set(element, { text, access });
    this.#hear(element);
    if (this.#open?.element !== element) {
      this.#open = { node, element, access, text, textBefore: now, isWritten: false };
      void this.#parts.withoutSubmits(this.#parts.page, element, () => this.#enter(element));
    } else this.#open = { ...this.#open, node };
    const { revision } = text;
    this.#parts.tell({
      kind: "opened",
      node,
      of,
      revision,
      text: now,
      maxLength,
      multiline: access.multiline,
    });
    this.#watch();
    return null;
  }

  async write({ node, revision, splice, of }: Write): Promise<ActRefusal | null> {
    const open = this.#open;
    if (open?.node.nodeId !== node.nodeId || open.node.segment !== node.segment) return "unfit";
    this.#notice(open, "page");
    // What was noticed may have closed it.
    if (this.#open !== open) return this.#parts.judge(open.element, open.access.read(open.element)) ?? "gone";
    if (this.#composing === open.element) return "visitorWrites";
    const refusal = open.access.refuses(open.element);
    if (refusal !== null) return refusal;
    const plan = open.text.plan(revision, splice);
    if (plan.kind === "refused") return plan.outcome;
    // What is masked elsewhere is not to be guessed by writing it here and looking what becomes of it.
    const planned = apply(open.access.read(open.element), plan.splice);
    if (this.#parts.judge(open.element, planned) === "masked") {
      this.end();
      return "masked";
    }
    const put = (): void => this.#acting(() => open.access.put(open.element, plan.splice));
    await this.#parts.withoutSubmits(this.#parts.page, open.element, () => {
      put();
      const change = open.text.wrote(open.access.read(open.element), plan.splice);
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
    const take = (): void => {
      if (open.access.read(open.element) !== open.textBefore)
        page.fire(open.element, "Event", "change", { composed: false });
      if (focus.take(open.element) || page.active() === open.element) return;
      page.fire(open.element, "FocusEvent", "blur", { bubbles: false });
      page.fire(open.element, "FocusEvent", "focusout");
    };
    void this.#parts.withoutSubmits(page, open.element, () => this.#acting(take));
    return true;
  }

  /** Over, and the page hears nothing of it. Idempotent. */
  end(): void {
    const open = this.#open;
    this.#open = null;
    this.#look?.();
    if (open === null) return;
    this.#parts.onTyping(null);
    if (open.isWritten) this.#parts.onWritten(open.element, open.access.read(open.element));
  }

  /** Nothing is listened to any more. */
  close(): void {
    this.end();
    for (const end of this.#heard.values()) end();
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

  #keep({ element, text, access }: Open): void {
    const put = (to: Element, whole: string): void =>
      this.#acting(() => {
        access.put(to, diff(access.read(to), whole));
        this.#parts.page.fire(to, "Event", "change", { composed: false });
      });
    this.#parts.undoBook.wrote(element, { text, put, read: access.read });
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
    const input = (target: Element, isVisitors: boolean): void => {
      const known = this.#texts.get(target);
      if (known === undefined || this.#isActing) return;
      if (isVisitors) focus.isVisitors(target);
      const { access, text } = known;
      const by = isVisitors ? "visitor" : "page";
      const open = this.#open;
      if (open?.text === text) {
        this.#notice(open, by);
        this.#parts.clock.after(0, () => this.#lookAgain());
      } else text.notice(access.read(target), by, access.caret(target));
    };
    const composing = (target: Element | null): void => {
      this.#composing = target;
    };
    this.#heard.set(realm, hearing(page, realm, { input, composing }));
  }

  #notice(open: Open, by: "visitor" | "page"): void {
    const { element, access, text } = open;
    const now = access.read(element);
    const change = text.notice(now, by, by === "visitor" ? access.caret(element) : null);
    if (change !== null) this.#tell(open, change, null);
    else this.#check(open);
  }

  #tell(open: Open, change: TextChange, of: number | null): void {
    if (this.#check(open)) this.#parts.tell({ kind: "changed", node: open.node, ...change, of });
  }

  /** False: it is closed now. */
  #check(open: Open): boolean {
    if (this.#open !== open) return false;
    const { element, access } = open;
    const now = access.read(element);
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
