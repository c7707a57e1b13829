/**
 * What keeps this agent from inviting a visitor, as far as the console has been told: so that nobody is asked to press what the hub
 * will refuse. What only the hub knows (closing hours, an earlier no) it still says itself. Pure; knows no words.
 */
import type { AgentId, AgentView, LiveVisitor, MeterView } from "@lotse/protocol";

/** `name`: whose invitation or conversation it is; null: this agent's. */
export type Hindrance =
  | { readonly why: "invited" | "talking"; readonly name: string | null }
  | { readonly why: "inContact" | "waiting" | "notAvailable" | "full" };

export interface Situation {
  /** In the list of those who are on the site; undefined: not on its present page. */
  readonly row: Pick<LiveVisitor, "contact" | "contactWith"> | undefined;
  readonly agent: Pick<AgentView, "id" | "presence"> | null;
  readonly meter: Pick<MeterView, "takes"> | null;
}

const CHAT = "chat";

const contactIn = (
  { contact, contactWith }: Pick<LiveVisitor, "contact" | "contactWith">,
  me: AgentId | undefined,
): Hindrance | null => {
  if (contact === "none") return null;
  if (contact === "waiting") return { why: "waiting" };
  if (contactWith === undefined) return { why: "inContact" };
  return { why: contact, name: contactWith.id === me ? null : contactWith.name };
};

/** The visitor's reasons come before one's own: they last longer. */
export const hindranceOf = ({ row, agent, meter }: Situation): Hindrance | null => {
  const contact = row === undefined ? null : contactIn(row, agent?.id);
  if (contact !== null) return contact;
  if (agent !== null && agent.presence !== "available") return { why: "notAvailable" };
  const takes = meter?.takes;
  return takes === undefined || takes.includes(CHAT) ? null : { why: "full" };
};
