/** The hub dies by kill -9, and answers get lost after they were meant: what the visitor sees equals what is stored. */
import { agentSays, beginTalk, expect, expectSame, Tab, test } from "./world.ts";

test("lines written before, while and after the hub is dead are there once, in order, in both tabs", async ({
  context,
  world,
  anna,
}) => {
  const first = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, first, "0");
  const second = await first.duplicate("/second");
  await expect(second.composer).toBeVisible();
  let line = 0;
  for (let death = 0; death < 3; death++) {
    await first.say(String(++line), String(++line));
    await world.kill();
    await first.say(String(++line), String(++line));
    await second.composer.fill(`Tab 2, Tod ${death}`);
    await second.composer.press("Enter");
    await world.revive();
    await first.say(String(++line));
  }
  const truth = await expectSame(world, conversationId, [first, second]);
  const numbers = truth.filter(text => /^\d+$/.test(text));
  expect(numbers).toEqual(Array.from({ length: line + 1 }, (_, index) => String(index)));
  expect(truth.filter(text => text.startsWith("Tab 2"))).toEqual(
    [0, 1, 2].map(death => `Tab 2, Tod ${death}`),
  );
});

test("an answer lost after the commit: sent again, stored once", async ({ context, world, anna }) => {
  const agents = new Set(world.proxy.connections);
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "0");
  for (let round = 1; round <= 5; round++) {
    // The hub hears, stores and answers; nothing of it comes back.
    for (const one of world.proxy.connections.filter(connection => !agents.has(connection)))
      one.breakAfter({ bytes: 1, direction: "toClient", how: "reset", withheld: true });
    await tab.say(String(round));
    await expect(tab.pending).toHaveCount(0, { timeout: 30_000 });
  }
  await agentSays(anna, conversationId, "angekommen");
  expect(await expectSame(world, conversationId, [tab])).toEqual([
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "angekommen",
  ]);
});
