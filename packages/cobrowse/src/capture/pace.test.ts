import { expect, it } from "vitest";
import type { PaceEvent } from "../wire/events.ts";
import { createPace } from "./pace.ts";

const setUp = () => {
  const document = Object.assign(new EventTarget(), { hidden: false });
  const page = { slow: false, recording: true };
  const told: PaceEvent["data"][] = [];
  const pace = createPace({
    document: document as unknown as Document,
    isSlow: () => page.slow,
    isRecording: () => page.recording,
    tell: ({ data }) => told.push(data),
  });
  const show = (hidden: boolean): void => {
    document.hidden = hidden;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  return { page, told, pace, show };
};

it("tells each change once, and nothing of what is as it should be", () => {
  const { page, told, pace, show } = setUp();
  pace.begin();
  pace.look();
  expect(told).toEqual([]);
  show(true);
  show(true);
  page.slow = true;
  pace.look();
  show(false);
  expect(told).toEqual([
    { slow: false, away: true },
    { slow: true, away: true },
    { slow: true, away: false },
  ]);
});

it("says it anew with each segment to which it applies, and not before there is one", () => {
  const { page, told, pace, show } = setUp();
  page.recording = false;
  show(true);
  expect(told).toEqual([]);
  page.recording = true;
  pace.look();
  pace.begin();
  expect(told).toEqual([
    { slow: false, away: true },
    { slow: false, away: true },
  ]);
});

it("says nothing more when it is over", () => {
  const { told, pace, show } = setUp();
  pace.close();
  show(true);
  expect(told).toEqual([]);
});
