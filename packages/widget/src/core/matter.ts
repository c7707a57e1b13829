/** What a conversation to come is about: in the page's words at first, then by what the hub knows them to mean. */
import type { ContactOutlook } from "@lotse/protocol";
import type { OpenInput } from "../shared/bridge.ts";
import { clip } from "../shared/text.ts";
import type { VisitRecord } from "../shared/visit.ts";
import type { Idle } from "./state.ts";

type About = VisitRecord["about"];

/** Of a button, the value is the topic; beside words for the topic, it names who is asked. */
const wordsOf = (button: Element): OpenInput => {
  const [value, words] = ["open", "topic"].map(name => button.getAttribute(`data-lotse-${name}`) ?? "");
  return words ? { topic: words, skill: `${value}` } : { topic: `${value}` };
};

export const matterOf = (input: OpenInput | Element): Idle => {
  const fromButton = input instanceof Element;
  const { topic, skill } = fromButton ? wordsOf(input) : (Object(input) as OpenInput);
  const about = {
    ...(topic ? { topic: clip(String(topic), 100) } : {}),
    ...(skill ? { skill: clip(String(skill), 80) } : {}),
  };
  return { kind: "none", about, fromButton };
};

/** A queue that the words name is the one that is asked; its key is no topic that anybody would read. */
export const aboutOf = (
  { about, fromButton }: Pick<Idle, "about" | "fromButton">,
  outlook: ContactOutlook | "asking" | null,
): About => {
  // Not known yet: the hub will take them the same way.
  if (outlook === null || outlook === "asking") return about;
  const { queue } = outlook;
  const topic = about.topic && about.topic !== queue?.key ? { topic: about.topic } : {};
  if (queue !== null) return { ...topic, skill: queue.key };
  return fromButton ? topic : about;
};
