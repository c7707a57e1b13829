import { expect, it } from "vitest";
import { defineCommand } from "./command.ts";

// The proof is the compiler's: without an error on the next line, `@ts-expect-error` is one itself.
it("does not compile without an access rule", () => {
  // @ts-expect-error a command without `access` is refused by its type
  const definition = defineCommand({
    name: "presence:set",
    audience: "agent",
    summary: "Left without an access rule on purpose.",
    run: () => Promise.reject(new Error("never run")),
    audit: "none",
  });
  expect(definition).not.toHaveProperty("access");
});

it("gives run the actor of its audience", () => {
  const definition = defineCommand({
    name: "presence:set",
    audience: "agent",
    summary: "Reads what only an agent has.",
    access: ({ actor }) => (actor.role === "agent" ? "allow" : "deny"),
    // @ts-expect-error an agent has no visit
    run: ({ actor }) => Promise.reject(new Error(String(actor.visitId))),
    audit: "none",
  });
  expect(definition.audience).toBe("agent");
});
