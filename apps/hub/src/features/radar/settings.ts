/** What holds for a site whose radar nobody has set up: somebody is asked now and then, and no one is left out. */
import type { RadarSettings } from "@lotse/protocol";

export const DEFAULT_SETTINGS: RadarSettings = {
  timeZone: "Europe/Berlin",
  budget: { perVisit: 3, perDay: 5, perWeek: 10 },
  holdoutPercent: 0,
  conversionPages: [],
};
