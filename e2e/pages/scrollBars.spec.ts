/** The same in a browser whose scroll bars take room: beside them a page has less, and breaks its lines elsewhere. */
import { test } from "../cobrowse/world.ts";
import { expectSeenAlike } from "./seenAlike.ts";
import { BARS } from "./situations/bars.ts";

test.use({
  viewport: { width: 900, height: 600 },
  // Without a screen, browsers under test leave them out.
  launchOptions: async ({ launchOptions }, use) => {
    const ignored = launchOptions.ignoreDefaultArgs;
    const more = Array.isArray(ignored) ? ignored : [];
    await use({ ...launchOptions, ignoreDefaultArgs: [...more, "--hide-scrollbars"] });
  },
});

for (const situation of BARS) {
  test(`${situation.name}: both sides see the same`, ({ page, world }) =>
    expectSeenAlike(situation, page, world));
}
