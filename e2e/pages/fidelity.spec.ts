/**
 * The hard situations, seen from both sides: the agent sees what the visitor sees, from the first picture on, through
 * the changes, and in a fresh segment for a viewer who comes late. README.md says which situation is where.
 */
import { test } from "../cobrowse/world.ts";
import { expectSeenAlike } from "./seenAlike.ts";
import { SITUATIONS } from "./situations/all.ts";

// The mirror's page is as large as the visitor's: nothing is scaled.
test.use({ viewport: { width: 900, height: 600 } });

for (const situation of SITUATIONS) {
  test(`${situation.name}: both sides see the same`, ({ page, world }) =>
    expectSeenAlike(situation, page, world));
}
