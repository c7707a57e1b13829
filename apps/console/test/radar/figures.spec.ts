/** What a rule would have done and what it brought, as a manager reads it: running, stopped, failed, empty, not recorded, not enough. */
import { fail } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import {
  test as base,
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
} from "../fixture.ts";
import { FORM_RULE } from "../rules.ts";
import { lift, result, SimulationsOfHub, side, view } from "./figures.ts";

const SIMULATION = `/console/radar/${FORM_RULE}/simulation`;
const LIFT = `/console/radar/${FORM_RULE}/lift`;

const test = base.extend<{ readonly tried: SimulationsOfHub }>({
  tried: async ({ hub, scene }, use) => {
    scene.agent = { ...scene.agent, role: "supervisor" };
    await use(new SimulationsOfHub(hub));
  },
});

/** As somebody meets it on a telephone. */
const expectNarrow = async (page: Page, name: string): Promise<void> => {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNothingSticksOut(page);
  await picture(page, `${name}-de-320`);
  await page.setViewportSize(size);
};

/** The whole of it, however long. */
const wholePicture = async (page: Page, name: string): Promise<void> => {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 1280, height: 1_900 });
  await picture(page, name);
  await page.setViewportSize(size);
};

test("a simulation runs, tells how far it is, and says in a sentence what came of it", async ({
  page,
  hub,
  tried,
}) => {
  await signIn(page, hub, SIMULATION);
  await expect(page.getByTestId("simulation")).toContainText("Noch wurde nichts simuliert.");
  await expect(page.getByTestId("simulation-version").locator("option")).toHaveText([
    "Fassung 3 (Entwurf)",
    "Fassung 2 (gilt)",
    "Fassung 1 (früher veröffentlicht)",
  ]);
  await inspect(page, "simulation-none");
  await page.getByTestId("simulation-start").click();
  await expect(page.getByTestId("simulation-stop")).toBeVisible();
  hub.tell(
    "simulation:progressed",
    view({ state: "running", progress: { visits: 400, of: 2_310 }, result: null }),
  );
  await expect(page.getByTestId("simulation-progress")).toHaveText("400 von 2310 Besuchen");
  await inspect(page, "simulation-running");
  expect(tried.current).toMatchObject({ version: 3, days: 30 });
  hub.tell("simulation:progressed", view());
  await expect(page.getByTestId("simulation-what")).toHaveText("Fassung 3, letzte 30 Tage");
  await expect(page.getByTestId("simulation-headline")).toHaveText(
    "Hätte in 143 Besuchen angesprochen; in 61 davon war jemand frei.",
  );
  await expect(page.getByTestId("simulation-compared").locator("tbody tr")).toHaveText([/41$/, /20$/, /7$/]);
  // One clock, the site's: 10:00 in Berlin is 04:00 there
  await expect(page.getByTestId("simulation-hours")).toContainText("Montag, 09:00");
  await expect(page.getByTestId("simulation-hours")).toContainText("America/New_York");
  await expect(page.getByTestId("simulation-example")).toContainText("24.11.2026, 04:00");
  await expect(page.getByTestId("simulation-unknown")).toContainText(
    "Zögern im Formular („quote“): 12 Besuche",
  );
  await expect(page.getByTestId("simulation-example")).toContainText("Besucher 3F2A");
  await inspect(page, "simulation");
  await wholePicture(page, "simulation-whole-de");
  await expectNarrow(page, "simulation");
  // What is chosen for the next one changes nothing about what was tried.
  await page.getByTestId("simulation-version").selectOption("2");
  await expect(page.getByTestId("simulation-what")).toHaveText("Fassung 3, letzte 30 Tage");
  // It is still there for whoever comes back.
  tried.current = view();
  await page.reload();
  await expect(page.getByTestId("simulation-headline")).toContainText("143");
});

test("stopped, failed, refused, nothing recorded, nothing known: each is said", async ({
  page,
  hub,
  tried,
}) => {
  await signIn(page, hub, SIMULATION);
  const pane = page.getByTestId("simulation");
  await page.getByTestId("simulation-start").click();
  await page.getByTestId("simulation-stop").focus();
  await page.keyboard.press("Enter");
  await expect(pane.getByRole("status")).toHaveText("Vor dem Ende abgebrochen.");
  await inspect(page, "simulation-stopped");
  await page.getByTestId("simulation-start").click();
  // Not before the hub has answered that it runs: what it tells comes after that
  await expect(page.getByTestId("simulation-progress")).toBeVisible();
  hub.tell("simulation:progressed", view({ state: "failed", result: null }));
  await expect(pane.getByRole("status")).toContainText("ließen sich nicht lesen");
  await expectAccessible(page);
  hub.tell("simulation:progressed", view({ result: result({ visits: 0, firstMs: null }) }));
  await expect(page.getByTestId("simulation-empty")).toContainText("kein Besuch aufgezeichnet");
  await inspect(page, "simulation-empty");
  const nothing = side({
    ...{ matched: 0, fired: 0, times: 0, withoutAgent: 0, heldOut: 0, unknown: 2_310 },
    ...{ suppressed: [], agents: [], pages: [], hours: [], examples: [] },
    notRecorded: [{ fact: 'event("brochure").count', visits: 2_310 }],
  });
  hub.tell("simulation:progressed", view({ result: result({ tried: nothing, published: null }) }));
  await expect(page.getByTestId("simulation-unknown")).toContainText(
    "Von 2310 Besuchen lässt es sich nicht sagen",
  );
  await expect(page.getByTestId("simulation-pages")).toHaveCount(0);
  await inspect(page, "simulation-unknown");
  hub.answers.set("rules:simulate", () => fail({ code: "NOT_FOUND", message: "" }));
  await page.getByTestId("simulation-start").click();
  await expect(pane.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
  expect(tried.current?.state).toBe("running");
});

test("a rule's lift: first what it means, then the two sides and how sure one can be", async ({
  page,
  hub,
  tried,
}) => {
  tried.lifts = [lift()];
  await signIn(page, hub, LIFT);
  const headline = page.getByTestId("lift-headline");
  await expect(headline).toHaveAttribute("data-verdict", "gain");
  await expect(headline).toContainText("+4,9");
  await expect(page.getByTestId("lift-invited")).toHaveText(["1.204", "132", "11 %", "41.230,5"]);
  await expect(page.getByTestId("lift-per-minute")).toContainText("0,157");
  await expect(page.getByTestId("lift-by-hand")).toContainText("7 der ausgelassenen Besucher");
  await inspect(page, "lift");
  await wholePicture(page, "lift-whole-de");
  await expectNarrow(page, "lift");
  await page.getByTestId("lift-period").selectOption("7");
  await expect
    .poll(() => hub.asked.filter(({ name }) => name === "rules:lift").at(-1)?.input)
    .toEqual({ days: 7 });
  // Where it can be said, the list says it of each rule.
  await page.getByTestId("rule-back").click();
  await expect(page.getByTestId("lift-note")).toHaveCount(1);
  await expect(page.getByTestId("lift-note")).toContainText("0,157");
});

test("too little, nobody left out, nobody reached, no answer: nothing is claimed", async ({
  page,
  hub,
  tried,
}) => {
  const none = { difference: null, valuePerVisitor: null, perAgentMinute: null };
  tried.lifts = [lift({ ...none, verdict: { kind: "notEnough", invited: 0, heldOut: 81, conversions: 3 } })];
  await signIn(page, hub, LIFT);
  const headline = page.getByTestId("lift-headline");
  await expect(headline.getByRole("listitem")).toHaveText([
    "81 weitere ausgelassene Besucher",
    "3 weitere Erfolge",
  ]);
  await expect(page.getByTestId("lift-per-minute")).toHaveCount(0);
  await inspect(page, "lift-not-enough");
  const look = async (days: string) => page.getByTestId("lift-period").selectOption(days);
  tried.lifts = [
    lift({
      ...none,
      heldOut: { visitors: 0, converted: 0, rate: null, value: 0, byHand: 0 },
      verdict: { kind: "noHoldout" },
    }),
  ];
  await look("30");
  await expect(headline).toHaveAttribute("data-verdict", "noHoldout");
  await inspect(page, "lift-no-holdout");
  tried.lifts = [];
  await look("7");
  await expect(page.getByTestId("lift")).toContainText("niemanden erreicht");
  hub.answers.set("rules:lift", () => fail({ code: "UNAVAILABLE", message: "" } as never));
  await look("365");
  await expect(page.getByTestId("load-failed")).toBeVisible();
  await expectAccessible(page);
});

test.describe("in English", () => {
  test.use({ locale: "en-GB" });
  test("both panes read as English", async ({ page, hub, tried }) => {
    tried.current = view();
    tried.lifts = [
      lift({ verdict: { kind: "open" }, difference: { estimate: 0.01, low: -0.02, high: 0.04 } }),
    ];
    await signIn(page, hub, SIMULATION);
    await expect(page.getByTestId("simulation-headline")).toHaveText(
      "Would have asked in 143 visits; in 61 of them an agent was free.",
    );
    await wholePicture(page, "simulation-whole-en");
    await page.getByTestId("rule-part-lift").click();
    await expect(page.getByTestId("lift-headline")).toContainText(
      "No difference can be told from chance: +1.0",
    );
    await wholePicture(page, "lift-whole-en");
    await expectAccessible(page);
  });
});
