/** What a conversation to come is about: in the page's words at first, then by what the hub knows them to mean. */
import type { ContactOutlook } from "@lotse/protocol";
import type { OpenInput } from "../shared/bridge.ts";
import { clip } from "../shared/text.ts";
import type { VisitRecord } from "../shared/visit.ts";
import type { Idle } from "./state.ts";

type About = VisitRecord["about"];

/** A button's value is a queue's key or a topic; the words beside it are for people. */
const readButton = (button: Element): Idle => {
  const [topic, words] = ["open", "topic"].map(name =>
    clip(button.getAttribute(`data-lotse-${name}`) ?? "", 100),
  );
  return { kind: "none", about: topic ? { topic } : {}, words: words || null };
};

export const matterOf = (input?: OpenInput | Element): Idle => {
  if (input instanceof Element) return readButton(input);
  const { topic, skill } = Object(input) as OpenInput;
  const about = {
    ...(topic ? { topic: clip(String(topic), 100) } : {}),
    ...(skill ? { skill: clip(String(skill), 80) } : {}),
  };
  return { kind: "none", about, words: null };
};

/** A queue that the page names is the one that is asked; its key is no topic that anybody would read. */
export const aboutOf = (
  { about, words }: Pick<Idle, "about" | "words">,
  outlook: ContactOutlook | "asking" | null,
): About => {
  // Not known yet: the hub will take the page's name for it the same way.
  if (outlook === null || outlook === "asking") return about;
  const key = outlook.queue?.key;
  const topic = words ?? (about.topic === key ? undefined : about.topic);
  const skill = key ?? about.skill;
  return { ...(topic ? { topic } : {}), ...(skill ? { skill } : {}) };
};
