/**
 * What carries out an agent's acts on the visitor's page, and the last judge of each: whose grant holds, that nothing is
 * done twice or late, that the element is of this page, seen by agents and free for them. Everything is decided here anew,
 * whatever the hub said. Knows no connection and draws nothing.
 */
import type { ActCall, GivenGrant, MarkNode } from "@lotse/protocol";
import type { Writing, WritingParts } from "../writing/Writing.ts";
import { Admission } from "./admission.ts";
import { wordsOf } from "./choosing.ts";
import { createFilling } from "./filling.ts";
import { forbids, isReadonly } from "./forbids.ts";
import { createPressing } from "./pressing.ts";
import { withoutSubmits } from "./submitGuard.ts";
import { createTools, type Tools } from "./tools.ts";
import type { Hands, HandsOptions, Outcome } from "./types.ts";

const writingParts = (tools: Tools, admission: Admission): WritingParts => {
  const { options, page, note } = tools;
  const { sight, onField } = options;
  return {
    ...{ page, focus: tools.focus, undoBook: tools.undoBook, withoutSubmits },
    ...{ clock: options.clock, onTyping: options.onTyping },
    judge: (element, text) => {
      if (!element.isConnected) return "gone";
      // What they could not read on the page, they are not told either.
      if (!sight.shows(element) || sight.said(element, text) !== text) return "masked";
      return forbids(page, element) ?? (isReadonly(page, element) ? "readonly" : null);
    },
    tell: news => {
      const { grant } = admission;
      if (grant !== null) onField({ viewer: grant.by.viewer, grant: grant.id, news });
    },
    onWritten: (element, text) => note("write", element)(text),
  };
};

export const createHands = (options: HandsOptions): Hands => {
  const admission = new Admission(options.clock, () => hold(null));
  const tools = createTools(options, admission);
  const filling = createFilling(tools);
  const pressing = createPressing({
    tools,
    onAnswered: (call, isYes) => (isYes ? carryOut(call) : answer(call, "refused")),
  });
  let writing: Writing | null = null;

  const open = async (call: ActCall, node: MarkNode, element: Element): Promise<Outcome> => {
    if (writing === null) {
      const { Writing } = await options.writing();
      writing ??= new Writing(writingParts(tools, admission));
    }
    if (!tools.holds(call)) return "noGrant";
    if (tools.isGone(element, node)) return "gone";
    return writing.open({ node, element, of: call.seq }) ?? "done";
  };
  const scroll = (node: MarkNode, x: number, y: number): Outcome => {
    const found = tools.find(node);
    if ("refusal" in found) return found.refusal;
    tools.page.scroll(found.element, x, y);
    return "done";
  };
  const perform = async (call: ActCall): Promise<Outcome> => {
    const { act } = call;
    switch (act.kind) {
      case "click":
        return pressing.press(call, act.at);
      case "scroll":
        return scroll(act.node, act.x, act.y);
      case "choose":
        return filling.choose(act.node, act.options);
      case "set":
        return filling.set(act.node, act.value);
      case "open":
        return filling.with(act.node, field => open(call, act.node, field));
      case "write":
        if (options.sight.nodeOf(act.node) === null) {
          writing?.end();
          return "gone";
        }
        return writing === null ? "unfit" : ((await writing.write({ ...act, of: call.seq })) ?? "done");
      case "leave":
        return writing?.leave() ? "done" : "unfit";
      default:
        return "unfit";
    }
  };

  const answer = ({ by, grant, seq }: ActCall, outcome: Outcome): void =>
    options.onAnswer({ viewer: by.viewer, grant, seq, outcome });
  const carryOut = (call: ActCall): void => {
    if (!tools.holds(call)) answer(call, "noGrant");
    else
      perform(call).then(
        outcome => answer(call, outcome),
        () => answer(call, "unfit"),
      );
  };
  const hold = (grant: GivenGrant | null): void => {
    if (!admission.hold(grant)) return;
    writing?.end();
    admission.begin();
    pressing.forget();
  };

  return {
    hold,
    act: call => {
      const refusal = admission.refuses(call);
      if (refusal === null) carryOut(call);
      else answer(call, refusal);
    },
    get hasWritten() {
      return !tools.undoBook.isEmpty;
    },
    undo: () => {
      writing?.end();
      const { page, undoBook, note } = tools;
      for (const element of undoBook.undo()) note("undo", element)(wordsOf(page, element));
    },
    stop: () => hold(null),
    close: () => {
      hold(null);
      filling.close();
      writing?.close();
    },
  };
};
