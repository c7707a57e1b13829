/** The commands around work of every kind. Only who has an item, or lately had it, may act on it. */
import type { WorkItemId } from "@lotse/protocol";
import { type Access, type AgentActor, type AnyCommand, defineCommand } from "../../command.ts";
import type { WorkActs } from "./workActs.ts";

interface ItemCall {
  readonly actor: AgentActor;
  readonly input: { readonly workItemId: WorkItemId };
}

const takingCommands = (work: WorkActs): readonly AnyCommand[] => [
  defineCommand({
    name: "work:next",
    audience: "agent",
    summary:
      "Takes the highest-ranked work that the agent may take, what rings first, without waiting for the ring.",
    access: () => "allow",
    run: async ({ actor }) => ({ taken: await work.next(actor) }),
    audit: "none",
  }),
  defineCommand({
    name: "work:pick",
    audience: "agent",
    summary: "Takes one waiting item out of its turn, where its queue allows that.",
    // Everybody sees what waits; what does not wait is told as unknown
    access: () => "allow",
    run: async ({ actor, input }) => ({ taken: await work.pick(actor, input.workItemId) }),
    audit: "work:picked",
  }),
  defineCommand({
    name: "work:explain",
    audience: "agent",
    summary: "Why an item is where it is, how its agent came to it, and what keeps each other agent from it.",
    access: ({ actor, input }) => (work.mayExplain(actor, input.workItemId) ? "allow" : "deny"),
    run: async ({ actor, input }) => ({ explanation: await work.explain(actor, input.workItemId) }),
    audit: "none",
  }),
];

export const createWorkCommands = (work: WorkActs): readonly AnyCommand[] => {
  const ifHeld = ({ actor, input }: ItemCall): Access =>
    work.hasHeld(actor, input.workItemId) ? "allow" : "deny";
  const ifPart = (call: ItemCall): Access =>
    ifHeld(call) === "allow" || work.hasHelped(call.actor, call.input.workItemId) ? "allow" : "deny";
  const done = async (act: Promise<void>): Promise<Record<string, never>> => {
    await act;
    return {};
  };
  return [
    ...takingCommands(work),
    defineCommand({
      name: "work:done",
      audience: "agent",
      summary: "Ends an item that is no conversation.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.done(actor, input)),
      audit: "work:done",
    }),
    defineCommand({
      name: "work:putBack",
      audience: "agent",
      summary: "Gives work back to its queue, where it keeps its place.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.putBack(actor, input)),
      audit: "work:putBack",
    }),
    defineCommand({
      name: "work:transfer",
      audience: "agent",
      summary: "Offers work to a colleague, with a note; it stays the agent's until the colleague takes it.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.transfer(actor, input)),
      audit: "work:transferred",
    }),
    defineCommand({
      name: "work:forward",
      audience: "agent",
      summary: "Sends work to another queue, with a note.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.forward(actor, input)),
      audit: "work:forwarded",
    }),
    defineCommand({
      name: "work:consult",
      audience: "agent",
      summary: "Asks a colleague in, who reads along; the work stays the agent's.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.consult(actor, input)),
      audit: "work:consulted",
    }),
    defineCommand({
      name: "work:consultEnd",
      audience: "agent",
      summary: "Ends a colleague's help, or the question for it; also said by the colleague who leaves.",
      access: ifPart,
      run: ({ actor, input }) => done(work.consultEnd(actor, input)),
      audit: "work:consultEnded",
    }),
    defineCommand({
      name: "wrapUp:end",
      audience: "agent",
      summary: "Frees the capacity that is kept for finishing up.",
      access: ifHeld,
      run: ({ actor, input }) => done(work.endWrapUp(actor, input.workItemId)),
      audit: "none",
    }),
  ];
};
