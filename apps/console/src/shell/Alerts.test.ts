import type { OfferView, RadarNotice } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createI18n } from "../i18n/i18n.ts";
import type { Attention } from "../ports.ts";
import { makeNotice, makeOffer } from "../testing/builders.ts";
import { startAlerts } from "./Alerts.ts";

let clock: FakeClock;
let rings: number;
let chimes: number;
let titles: string[];
let notes: { about: string; title: string; body: string; open: boolean; onClick: () => void }[];
let opened: string[];
let stop: () => void;
const offers = signal<readonly OfferView[]>([]);
const unread = signal(0);
const attentive = signal(true);
const assignedTo = signal<string | null>(null);
const notices = signal<readonly RadarNotice[]>([]);
const away = signal(false);

beforeEach(() => {
  clock = new FakeClock(0);
  rings = 0;
  chimes = 0;
  titles = [];
  notes = [];
  offers.value = [];
  unread.value = 0;
  attentive.value = true;
  assignedTo.value = null;
  notices.value = [];
  away.value = false;
  opened = [];
  const attention: Attention = {
    ring: () => {
      rings++;
    },
    chime: () => {
      chimes++;
    },
    title: text => titles.push(text),
    askToNotify: () => undefined,
    notify: ({ about, title, body, onClick }) => {
      const note = { about, title, body, onClick, open: true };
      notes.push(note);
      return () => {
        note.open = false;
      };
    },
    attentive: true,
    onAttentive: () => () => undefined,
  };
  const i18n = createI18n(signal("en"));
  stop = startAlerts({
    clock,
    attention,
    i18n,
    offers,
    unread,
    pageTitle: signal("Inbox"),
    attentive,
    assignedTo,
    notices,
    away,
    onOpen: () => undefined,
    onNotice: ({ visitId }) => opened.push(visitId),
  });
});

afterEach(() => stop());

it("rings at once and every three seconds, until nothing rings", () => {
  offers.value = [makeOffer("a", 30_000)];
  expect(rings).toBe(1);
  clock.advance(6_000);
  expect(rings).toBe(3);
  offers.value = [];
  clock.advance(30_000);
  expect(rings).toBe(3);
});

it("a second offer does not make it ring twice as often", () => {
  offers.value = [makeOffer("a", 30_000)];
  offers.value = [makeOffer("a", 30_000), makeOffer("b", 40_000)];
  clock.advance(3_000);
  expect(rings).toBe(2);
});

it("blinks the title, then shows what is unread", () => {
  offers.value = [makeOffer("a", 30_000)];
  clock.advance(2_000);
  expect(titles.slice(-3)).toEqual(["Ringing: Visitor a", "Inbox", "Ringing: Visitor a"]);
  unread.value = 2;
  offers.value = [];
  expect(titles.at(-1)).toBe("(2) Inbox");
});

it("notifies those who look elsewhere, and takes it back when the offer ends", () => {
  offers.value = [makeOffer("a", 30_000)];
  expect(notes).toEqual([]);
  attentive.value = false;
  expect(notes).toMatchObject([{ body: "Visitor a", open: true }]);
  offers.value = [];
  expect(notes).toMatchObject([{ open: false }]);
});

it("chimes for what grows unread, not for what is read", () => {
  unread.value = 1;
  unread.value = 2;
  unread.value = 0;
  expect(chimes).toBe(2);
});

it("chimes for a conversation that came without a ring", () => {
  attentive.value = false;
  assignedTo.value = "Visitor b";
  expect(chimes).toBe(1);
  expect(notes).toMatchObject([{ title: "New conversation", body: "Visitor b" }]);
});

it("chimes once for what a rule asks to look at, counts it in the title, and leads there", () => {
  attentive.value = false;
  notices.value = [makeNotice("a")];
  expect([chimes, titles.at(-1)]).toEqual([1, "(1) Inbox"]);
  expect(notes).toMatchObject([
    { about: "notice", title: "Notice: Full basket", body: "Visitor a · Please look.", open: true },
  ]);
  notes[0]?.onClick();
  expect(opened).toEqual(["a"]);
  notices.value = [];
  expect([chimes, titles.at(-1), notes[0]?.open]).toEqual([1, "Inbox", false]);
});

it("does not take one that is put aside for a new one", () => {
  const [a, b] = [makeNotice("a"), makeNotice("b")];
  notices.value = [a];
  notices.value = [b, a];
  notices.value = [b];
  expect([chimes, notes]).toEqual([2, []]);
});

it("disturbs nobody who is away: what came meanwhile is counted, and not told again later", () => {
  away.value = true;
  attentive.value = false;
  notices.value = [makeNotice("a")];
  away.value = false;
  expect([chimes, notes, titles.at(-1)]).toEqual([0, [], "(1) Inbox"]);
});

it("is silent once stopped", () => {
  offers.value = [makeOffer("a", 30_000)];
  stop();
  clock.advance(30_000);
  expect(rings).toBe(1);
  expect(titles.at(-1)).toBe("Inbox");
});
