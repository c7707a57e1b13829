/** Leaving a request concerns nobody but the visitor who leaves it, so every visitor may. */
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { RequestService } from "../../services.ts";

export const createRequestCommands = (requests: RequestService): readonly AnyCommand[] => [
  defineCommand({
    name: "request:leave",
    audience: "visitor",
    summary:
      "Leaves a number for a callback, or a message, instead of waiting: whoever waits leaves the line.",
    access: () => "allow",
    run: async ({ actor, input }) => {
      await requests.leave(actor, input);
      return {};
    },
    audit: "request:left",
  }),
];
