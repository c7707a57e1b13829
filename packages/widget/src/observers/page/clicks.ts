/**
 * Clicks of somebody who does not get on: the same spot again and again, and what looks as if it did something and does
 * nothing. The page is watched for an answer only while a click waits for one.
 */
import { guard } from "../../shared/guard.ts";
import { native } from "../../shared/native.ts";
import type { ObserverDefinition, Watch } from "../Watch.ts";
import { insideOf } from "../where.ts";
import { createBursts } from "./bursts.ts";

const ANSWERS_WITHIN_MS = 1_500;
const COUNT_MAX = 1_000;
/** Where many clicks are the way to use it. */
const CLICKED_MUCH = "input,textarea,select,[contenteditable],canvas,video,audio";
const PRESSABLE =
  "a,button,summary,[type=button],[type=submit],[role=button],[role=link],[role=tab],[role=menuitem],[onclick]";
/** Leads elsewhere, or is answered outside of the page. */
const LEADING = "a[href]:not([href^='#']),a[download],area[href]";
const ANSWERS =
  "scroll input change submit focusin toggle selectionchange copy play pause visibilitychange".split(" ");
const WINDOW_ANSWERS = "popstate hashchange blur pagehide".split(" ");

const isDead = (element: Element, event: Event): boolean => {
  if (element.closest(CLICKED_MUCH)) return false;
  if (element.closest(LEADING) && !event.defaultPrevented) return false;
  return element.closest(PRESSABLE) !== null || getComputedStyle(element).cursor === "pointer";
};

const watchForAnswers = (watch: Watch, onDead: (count: number) => void) => {
  let waiting = new Map<Event, Element>();
  const answered = () => {
    waiting = new Map();
    mutations.disconnect();
  };
  const mutations = new (native(self, "MutationObserver"))(guard(answered));
  for (const type of ANSWERS) watch.listen(type, answered);
  for (const type of WINDOW_ANSWERS) watch.listen(type, answered, window);
  watch.onEnd(answered);
  return (event: Event, element: Element) => {
    if (waiting.size === 0)
      mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    waiting.set(event, element);
    watch.clock.after(ANSWERS_WITHIN_MS, () => {
      if (!waiting.delete(event)) return;
      if (waiting.size === 0) mutations.disconnect();
      if (isDead(element, event)) onDead(1);
    });
  };
};

export const clicks: ObserverDefinition = {
  name: "clicks",
  facts: ["page.rageClicks", "page.deadClicks"],
  start: watch => {
    const counts = { "page.rageClicks": 0, "page.deadClicks": 0 };
    const add = (name: keyof typeof counts) => {
      counts[name] = Math.min(COUNT_MAX, counts[name] + 1);
      watch.set(name, counts[name]);
    };
    const wants = (name: keyof typeof counts) => watch.about(name).length > 0;
    const isBurst = createBursts();
    const waitForAnswer = wants("page.deadClicks")
      ? watchForAnswers(watch, () => add("page.deadClicks"))
      : () => {};
    watch.listen("click", event => {
      const { isTrusted, clientX: x, clientY: y, detail } = event as MouseEvent;
      const element = insideOf(event)[0];
      // Without a pointer (`detail` 0) it was the keyboard.
      if (!isTrusted || detail === 0 || element === undefined) return;
      const selection = getSelection();
      const marks = selection?.isCollapsed === false && selection.containsNode(element, true);
      if (isBurst({ x, y, atMs: watch.clock.nowMs() }) && !marks && !element.closest(CLICKED_MUCH))
        add("page.rageClicks");
      waitForAnswer(event, element);
    });
    return {
      arrive: () => {
        for (const name of ["page.rageClicks", "page.deadClicks"] as const) {
          counts[name] = 0;
          watch.set(name, 0);
        }
      },
    };
  },
};
