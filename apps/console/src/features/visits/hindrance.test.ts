import type { AgentCard, AgentId, LiveVisitor } from "@lotse/protocol";
import { describe, expect, it } from "vitest";
import { hindranceOf, type Situation } from "./hindrance.ts";

const ANNA: AgentCard = { id: "anna" as AgentId, name: "Anna Arndt" };
const BEN: AgentCard = { id: "ben" as AgentId, name: "Ben Braun" };
const FREE: Situation = {
  row: { contact: "none" },
  agent: { id: ANNA.id, presence: "available" },
  meter: { takes: ["chat"] },
};

const inContact = (contact: LiveVisitor["contact"], contactWith?: AgentCard) =>
  hindranceOf({ ...FREE, row: { contact, ...(contactWith && { contactWith }) } });

describe("an invitation is hindered", () => {
  it("by nothing, for all that the console knows", () => {
    expect(hindranceOf(FREE)).toBeNull();
    expect(hindranceOf({ row: undefined, agent: null, meter: null })).toBeNull();
    // A hub that does not say what could be given decides itself
    expect(hindranceOf({ ...FREE, meter: {} })).toBeNull();
  });

  it("by who has invited the visitor, or talks with them", () => {
    expect(inContact("invited", BEN)).toEqual({ why: "invited", name: "Ben Braun" });
    expect(inContact("invited", ANNA)).toEqual({ why: "invited", name: null });
    expect(inContact("talking", BEN)).toEqual({ why: "talking", name: "Ben Braun" });
    expect(inContact("talking")).toEqual({ why: "inContact" });
    expect(inContact("waiting")).toEqual({ why: "waiting" });
  });

  it("by one's own presence and slots; the visitor's reasons come first", () => {
    const away = { ...FREE, agent: { id: ANNA.id, presence: "away" } } as const;
    const full = { ...FREE, meter: { takes: ["email"] } };
    expect(hindranceOf(away)).toEqual({ why: "notAvailable" });
    expect(hindranceOf(full)).toEqual({ why: "full" });
    expect(hindranceOf({ ...full, row: { contact: "invited", contactWith: BEN } })).toMatchObject({
      why: "invited",
    });
  });
});
