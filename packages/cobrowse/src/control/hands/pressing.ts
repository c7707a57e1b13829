/** A press on the page: judged where it lands, and asked about where it is a button. Knows nothing of fields. */
import type { Act, ActCall } from "@lotse/protocol";
import { type Asking, createAsking } from "./asking.ts";
import { press } from "./clicking.ts";
import { type Press, pressed } from "./forbids.ts";
import { touch } from "./reach.ts";
import { withoutSubmits } from "./submitGuard.ts";
import type { Tools } from "./tools.ts";
import type { Outcome } from "./types.ts";

export interface Pressing {
  press(call: ActCall, at: Extract<Act, { kind: "click" }>["at"]): Promise<Outcome>;
  /** Another grant: nothing that the visitor said before holds. */
  forget(): void;
}

export interface PressingParts {
  readonly tools: Tools;
  /** What became of a press that the visitor was asked about. */
  readonly onAnswered: (call: ActCall, isYes: boolean) => void;
}

/** Null: it may be pressed. */
const askFirst = (
  { tools, onAnswered }: PressingParts,
  asking: Asking,
  call: ActCall,
  button: Element,
): Outcome | null => {
  const { options, name } = tools;
  const path = options.window.location.pathname;
  const said = options.buttonsAllowed ? "yes" : asking.said(path);
  if (said === "yes") return null;
  if (said === "no") return "refused";
  const asked = asking.ask(path, () => options.ask({ by: call.by, label: name(button) }));
  void asked?.then(isYes => {
    if (isYes !== null) onAnswered(call, isYes);
  });
  return "asking";
};

export const createPressing = (parts: PressingParts): Pressing => {
  const { tools } = parts;
  const { page, options, name } = tools;
  const { shows } = options.sight;
  const asking = createAsking(options.clock);
  const judge = (target: Element): Press =>
    shows(target) ? pressed({ page, shows, nameOf: name }, target) : { kind: "refused", outcome: "masked" };
  return {
    forget: asking.forget,
    press: async (call, at) => {
      const found = tools.find(at);
      if ("refusal" in found) return found.refusal;
      const touched = touch(page, found.element, at.point);
      if (touched === null) return "covered";
      const { target } = touched;
      const judged = judge(target);
      if (judged.kind === "refused") return judged.outcome;
      const waits = judged.kind === "asks" ? askFirst(parts, asking, call, judged.button) : null;
      if (waits !== null) return waits;
      const tell = tools.note("click", judged.kind === "asks" ? judged.button : target);
      const keep = tools.undoBook.presses(target);
      const isStill = (): boolean =>
        tools.holds(call) && target.isConnected && judge(target).kind !== "refused";
      const { result, isStopped } = await withoutSubmits(page, target, () => {
        const isPressed = press(page, tools.focus, touched, isStill);
        if (isPressed) {
          keep();
          tell();
        }
        return isPressed;
      });
      if (isStopped) return "visitorOnly";
      return result ? "done" : tools.holds(call) ? "gone" : "noGrant";
    },
  };
};
