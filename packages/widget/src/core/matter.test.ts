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
const button = (about: { topic?: string; skill?: string }) => ({ about, fromButton: true });
const call = (about: { topic?: string; skill?: string }) => ({ about, fromButton: false });

describe("what a conversation is about", () => {
  it("is the page's word as long as the hub has not said what it means", () => {
    const about = { topic: "pharmacist", skill: "x" };
    for (const unknown of [null, "asking"] as const) expect(aboutOf(button(about), unknown)).toEqual(about);
  });

  it("is a queue, if a button's value is its key; the key itself is nobody's topic", () => {
    expect(aboutOf(button({ topic: "pharmacist" }), outlook("pharmacist"))).toEqual({ skill: "pharmacist" });
    const words = { topic: "Frage zum Rezept", skill: "pharmacist" };
    expect(aboutOf(button(words), outlook("pharmacist"))).toEqual(words);
  });

  it("is a topic, if there is no such queue: a button's value is no skill that nobody has", () => {
    expect(aboutOf(button({ topic: "Kfz" }), outlook(null))).toEqual({ topic: "Kfz" });
    expect(aboutOf(button({ topic: "Fragen", skill: "Kfz" }), outlook(null))).toEqual({ topic: "Fragen" });
    expect(aboutOf(button({}), outlook(null))).toEqual({});
  });

  it("is what a call says: a skill stays one", () => {
    const about = { topic: "Angebot", skill: "Sales" };
    expect(aboutOf(call(about), outlook(null))).toEqual(about);
    expect(aboutOf(call({ skill: "Sales" }), outlook("sales"))).toEqual({ skill: "sales" });
  });

  it("names the queue that everything comes to, if there is one", () => {
    expect(aboutOf(call({}), outlook("all"))).toEqual({ skill: "all" });
  });
});
