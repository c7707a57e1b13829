/** Texts of pointing on the visitor's page, in English. */
export const pointingEn = {
  "action.point": "Point on the visitor's page",
  "action.highlight": "Highlight on the visitor's page",
  "action.draw": "Draw on the visitor's page",
  "action.clearMarks": "Remove my marks",
  "action.zoom": "Fit the visitor's page, or full size",
  "pointing.label": "Point on the page",
  "pointing.point": "Point",
  "pointing.highlight": "Highlight",
  "pointing.draw": "Draw",
  "pointing.pin": "Pin",
  "pointing.pinLong": "Marks stay until they are removed",
  "pointing.clear": "Remove my marks",
  "pointing.zoom": "Full size",
  "pointing.off": "The visitor has turned pointing off.",
  "pointing.lost": "Too fast: a mark did not reach the visitor.",
};
