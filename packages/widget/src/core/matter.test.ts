import type { ContactOutlook } from "@lotse/protocol";
import { describe, expect, it } from "vitest";
import { aboutOf } from "./matter.ts";

const outlook = (key: string | null): ContactOutlook => ({
  queue: key === null ? null : { key, name: { de: "Apotheke", en: "Pharmacist" } },
  state: "busy",
  opensAtMs: null,
  position: 1,
  expectedMs: null,
  lowMs: null,
  highMs: null,
  alternatives: [],
});
const named = (about: { topic?: string; skill?: string }, words: string | null = null) => ({ about, words });

describe("what a conversation is about", () => {
  it("is the page's name for it as long as the hub has not said what it means", () => {
    for (const unknown of [null, "asking"] as const) {
      expect(aboutOf(named({ topic: "pharmacist" }, "Rezept"), unknown)).toEqual({ topic: "pharmacist" });
      expect(aboutOf(named({ topic: "x", skill: "y" }), unknown)).toEqual({ topic: "x", skill: "y" });
    }
  });

  it("is a queue, if the topic is its key; the key itself is nobody's topic", () => {
    const pharmacist = outlook("pharmacist");
    expect(aboutOf(named({ topic: "pharmacist" }), pharmacist)).toEqual({ skill: "pharmacist" });
    const words = { topic: "Rezept", skill: "pharmacist" };
    expect(aboutOf(named({ topic: "pharmacist" }, "Rezept"), pharmacist)).toEqual(words);
    expect(aboutOf(named(words), pharmacist)).toEqual(words);
  });

  it("is a topic, if there is no such queue, and no skill that nobody has", () => {
    expect(aboutOf(named({ topic: "Kfz" }), outlook(null))).toEqual({ topic: "Kfz" });
    expect(aboutOf(named({ topic: "Kfz" }, "Zum Auto"), outlook(null))).toEqual({ topic: "Zum Auto" });
    expect(aboutOf(named({}), outlook(null))).toEqual({});
  });

  it("keeps a skill that is called one", () => {
    const about = { topic: "Angebot", skill: "Sales" };
    expect(aboutOf(named(about), outlook(null))).toEqual(about);
    expect(aboutOf(named({ skill: "Sales" }), outlook("sales"))).toEqual({ skill: "sales" });
  });

  it("names the queue that everything comes to, if there is one", () => {
    expect(aboutOf(named({}), outlook("all"))).toEqual({ skill: "all" });
  });
});
