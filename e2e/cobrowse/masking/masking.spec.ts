/**
 * A secret in every place where one may lie, searched in what leaves the page frame by frame, under both presets. Each
 * has its control: with a gate that lets everything through, that very secret is found.
 */
import { expect, type Page } from "@playwright/test";
import { frames, readableFrames, record, test, type World } from "../world.ts";
import { MASKED_PARTS } from "./maskedParts.ts";
import { REPEATED } from "./repeated.ts";
import { type PlacedRow, pageOf, place } from "./row.ts";
import { SECRET_FIELDS } from "./secretFields.ts";
import { WHOLE_PAGE } from "./wholePage.ts";

const TABLES = [
  { name: "masked and blocked parts", rows: place(MASKED_PARTS) },
  { name: "secret fields", rows: place(SECRET_FIELDS) },
  { name: "the whole page", rows: place(WHOLE_PAGE) },
  { name: "what is repeated", rows: place(REPEATED) },
];

const HEAD = `<title>Konto 4000000000000184</title><meta name="kunde" content="kanarie-kopf">`;
const ADDRESS = {
  query: "kanarie-adresse",
  fragment: "kanarie-fragment",
  later: "kanarie-danach",
  field: "kanarie-feld",
};
const AROUND = { title: "4000000000000184", head: "kanarie-kopf", ...ADDRESS };

const liveThrough = async (
  { page, world }: { page: Page; world: World },
  rows: readonly PlacedRow[],
  mode: { filtered: boolean; strict: boolean },
): Promise<string[]> => {
  world.page("/maske", pageOf(rows, HEAD));
  await page.goto(
    `${world.site}/maske?token=${ADDRESS.query}&ort=${ADDRESS.field}#access_token=${ADDRESS.fragment}`,
  );
  await record(page, mode);
  await page.evaluate(async later => {
    await (window as unknown as { act(): Promise<void> }).act();
    history.pushState(null, "", `/maske/2?token=${later}`);
    document.body.append(document.createElement("hr"));
  }, ADDRESS.later);
  // Once more from the start: what a late viewer gets.
  if (mode.filtered) {
    await frames(page).then(wire => seen.push(...wire));
    await page.evaluate(() =>
      (window as unknown as { capture: { newSegment(): void } }).capture.newSegment(),
    );
  }
  const wire = [...seen.splice(0), ...(await frames(page))];
  expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
  return readableFrames(wire);
};
const seen: Parameters<typeof readableFrames>[0][number][] = [];

/** JSON's own way of writing it. */
const written = (secret: string): string => JSON.stringify(secret).slice(1, -1);
const found = (wire: readonly string[], secret: string): boolean =>
  wire.some(frame => frame.includes(written(secret)));

for (const { name, rows } of TABLES) {
  for (const strict of [false, true]) {
    test(`${name}: nothing leaves, ${strict ? "strict" : "standard"} preset`, async ({ page, world }) => {
      const wire = await liveThrough({ page, world }, rows, { filtered: true, strict });
      const leaks = rows.filter(
        row => (strict || row.only !== "strict") && row.secrets.some(secret => found(wire, secret)),
      );
      expect(leaks.map(row => row.name)).toEqual([]);
      const around = Object.entries(AROUND).filter(([, secret]) => found(wire, secret));
      expect(around.map(([place]) => place)).toEqual(strict ? [] : ["field"]);
      if (strict) return;
      // What only strict hides is there to help with, else.
      const hidden = rows.filter(
        row => row.only === "strict" && !row.secrets.every(secret => found(wire, secret)),
      );
      expect(hidden.map(row => row.name)).toEqual([]);
    });
  }

  test(`${name}: positive control, without the gate each is found`, async ({ page, world }) => {
    const wire = await liveThrough({ page, world }, rows, { filtered: false, strict: false });
    const missed = rows.filter(row => !row.secrets.every(secret => found(wire, secret)));
    expect(missed.map(row => row.name)).toEqual([]);
    const around = Object.entries(AROUND).filter(([, secret]) => !found(wire, secret));
    expect(around.map(([place]) => place)).toEqual([]);
  });
}
