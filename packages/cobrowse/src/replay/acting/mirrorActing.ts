/**
 * The agent's hand in the mirror, while the visitor lets them use the page: a press becomes an act, a field opens under an
 * editor of ours, the wheel scrolls the visitor's page. Nothing is written into the mirrored page: what an act led to comes
 * back as the page's own events.
 */
import type { Act, Clock, MarkNode } from "@lotse/protocol";
import { FieldDraft } from "../../control/text/FieldDraft.ts";
import { apply, diff, transform } from "../../control/text/splice.ts";
import type { At } from "../../marks/boxes.ts";
import type { Places } from "../../marks/places.ts";
import { type Hit, nodeOf as hitNode, placeIn } from "../pointing/hitTest.ts";
import type { FromMirror, ToMirror } from "../port.ts";
import {
  createChoiceEditor,
  createSetEditor,
  createTextEditor,
  type Editor,
  type EditorKeys,
  type TextEditor,
} from "./editors.ts";
import { fieldBeside, targetOf } from "./target.ts";
import { createWheel } from "./wheel.ts";

export interface MirrorActing {
  press(hit: Hit, at: At): void;
  wheel(hit: Hit, dx: number, dy: number): void;
  receive(message: Extract<ToMirror, { kind: "acted" | "field" }>): void;
  /** The tool is put away: what is written is still brought to its end. */
  rest(): void;
  /** What it was used on is gone. */
  drop(): void;
  close(): void;
}

export interface MirrorActingParts {
  readonly stage: HTMLElement;
  readonly clock: Clock;
  readonly places: Places;
  readonly idOf: (element: Element) => number;
  readonly segment: () => number | null;
  readonly language: () => string;
  readonly tell: (message: FromMirror) => void;
}

interface Open {
  readonly target: Element;
  readonly editor: Editor;
  readonly draft: FieldDraft | null;
  /** Null while characters are composed. */
  readonly caret?: TextEditor["caret"];
}

const FOLLOW_MS = 100;
const LABELS: Record<string, string> = { de: "Feld des Besuchers", en: "The visitor's field" };

/** While characters are composed, the field is not shown anew: what was written is meant on what was shown then. */
const writeIn = (draft: FieldDraft, text: string, caret: number, shown: string): void => {
  if (draft.text === shown) draft.edit(text, caret);
  else {
    const mine = transform(diff(shown, text, caret), diff(shown, draft.text));
    if (mine !== null) draft.edit(apply(draft.text, mine), mine.at + mine.insert.length);
  }
};

export const createMirrorActing = (parts: MirrorActingParts): MirrorActing => {
  const { stage, clock, places, tell } = parts;
  // Higher than any mirror before it can have come to.
  let seq = Date.now();
  let open: Open | null = null;
  let follower: number | undefined;
  const act = (what: Act): number => {
    seq += 1;
    tell({ kind: "act", seq, act: what });
    return seq;
  };
  const nodeOf = (element: Element): MarkNode | null => {
    const [segment, nodeId] = [parts.segment(), parts.idOf(element)];
    return segment === null || nodeId < 1 ? null : { segment, nodeId };
  };
  const wheel = createWheel({ nodeOf, act, nowMs: () => clock.nowMs() });

  /** Left by the agent, and not yet all written on the page: what follows must not come before. */
  let leaving: FieldDraft | null = null;
  let after: (() => void)[] = [];

  const left = (): void => {
    if (leaving === null || !(leaving.isSettled || leaving.state.kind === "closed")) return;
    const isOpen = leaving.state.kind === "open";
    leaving.close();
    leaving = null;
    if (isOpen) act({ kind: "leave" });
    const waiting = after;
    after = [];
    for (const go of waiting) go();
  };
  const whenLeft = (go: () => void): void => {
    if (leaving === null) go();
    else after.push(go);
  };
  const end = (): void => {
    const was = open;
    if (was === null) return;
    open = null;
    clearInterval(follower);
    was.editor.close();
    if (was.draft === null) return;
    leaving?.close();
    leaving = was.draft;
    left();
  };
  const drop = (): void => {
    open?.editor.close();
    for (const draft of [open?.draft, leaving]) draft?.close();
    open = leaving = null;
    after = [];
    clearInterval(follower);
  };
  const follow = (): void => {
    if (open === null) return;
    const place = open.target.isConnected ? places.place(open.target) : null;
    if (place?.kind === "shown") open.editor.place(place.box);
    else end();
  };
  const begin = (now: Open): void => {
    open = now;
    follower = window.setInterval(follow, FOLLOW_MS);
    follow();
    open?.editor.focus();
  };
  const keys = (target: Element): EditorKeys => ({
    onEnd: end,
    onNext: step => {
      const next = fieldBeside(target, step);
      end();
      if (next !== null) whenLeft(() => edit(next));
    },
  });
  const label = (): string => LABELS[parts.language()] ?? LABELS.en ?? "";

  const write = (target: HTMLElement, multiline: boolean): void => {
    const node = nodeOf(target);
    if (node === null) return;
    let draft: FieldDraft | null = null;
    /** The page has said what stands in the field; until it says so anew, that is shown with what was written since. */
    let isTold = false;
    const editor = createTextEditor(stage, target, {
      ...keys(target),
      ...{ multiline, label: label() },
      onInput: (text, caret, shown) => {
        if (draft !== null) writeIn(draft, text, caret, shown);
        show();
      },
      onCaret: caret => {
        if (draft !== null) draft.caret = caret;
      },
    });
    const show = (): void => {
      if (draft === null) return;
      if (draft === leaving) left();
      else if (open?.draft !== draft) return;
      else if (draft.state.kind === "closed") end();
      else if (isTold || draft.state.kind === "open") {
        isTold = true;
        editor.show(draft.text, draft.caret);
      }
    };
    draft = new FieldDraft({
      ...{ node, clock },
      open: field => act({ kind: "open", node: field }),
      write: (field, revision, splice) => act({ kind: "write", node: field, revision, splice }),
      onChange: () => show(),
      // Why is said by the console, which hears it, too.
      onLost: () => show(),
    });
    begin({ target, editor, draft, caret: editor.caret });
  };
  /** True: the element is a field, and what is done in it is done by an editor. */
  const edit = (element: Element): boolean => {
    const target = targetOf(element);
    if (target.kind === "click") return false;
    const node = nodeOf(target.element);
    if (node === null) return true;
    const options = { ...keys(target.element), label: label() };
    if (target.kind === "text") write(target.element, target.multiline);
    else if (target.kind === "set") {
      const onSet = (value: string): void => void act({ kind: "set", node, value });
      begin({
        target: target.element,
        draft: null,
        editor: createSetEditor(stage, target.element, { ...options, onSet }),
      });
    } else {
      const onChoose = (chosen: readonly number[]): void => {
        act({ kind: "choose", node, options: chosen });
        if (!(target.element as HTMLSelectElement).multiple) end();
      };
      begin({
        target: target.element,
        draft: null,
        editor: createChoiceEditor(stage, target.element, { ...options, onChoose }),
      });
    }
    return true;
  };

  return {
    press: (hit, at) => {
      end();
      whenLeft(() => {
        const segment = parts.segment();
        if (segment === null || edit(hit.element)) return;
        act({ kind: "click", at: { ...hitNode(hit, segment), point: placeIn(hit, at, 0) } });
      });
    },
    wheel: (hit, dx, dy) => wheel.turn(hit.element, dx, dy),
    receive: message => {
      const caret = open?.caret?.() ?? null;
      if (open?.draft && caret !== null) open.draft.caret = caret;
      for (const draft of [open?.draft, leaving]) {
        if (message.kind === "field") draft?.hear(message.news);
        else draft?.answered(message.seq, message.outcome);
      }
      left();
    },
    rest: end,
    drop,
    close: () => {
      drop();
      wheel.close();
    },
  };
};
