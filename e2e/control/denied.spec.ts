/**
 * What an agent may not do, sent straight to the hands: each forbidden target with each act, and each message that is
 * forged, stale, repeated or of no grant. Nothing of it has an effect, and each is answered with its code.
 */
import { expect, type Page } from "@playwright/test";
import { test } from "./world.ts";

/** Tells of everything that happens to it: what was changed, pressed, sent or opened. */
const WATCH = `<script>
  window.effects = [];
  for (const type of ["pointerdown", "mousedown", "click", "input", "beforeinput", "change", "submit", "focusin", "toggle"])
    addEventListener(type, event => effects.push(type + " " + (event.composedPath()[0].id ?? "")), true);
  document.addEventListener("submit", event => effects.push("sent"));
  HTMLFormElement.prototype.submit = function () { effects.push("submitted"); };
  window.open = () => { effects.push("opened"); return null; };
</script>`;

const effects = (page: Page) => page.evaluate(() => (window as unknown as { effects: string[] }).effects);

const tryAll = (page: Page, path: string) =>
  page.evaluate(async at => {
    const { agent } = window;
    const node = agent.node(at);
    return {
      click: await agent.outcome({ kind: "click", at: { ...node, point: [0.5, 0.5] } }),
      choose: await agent.outcome({ kind: "choose", node, options: [0] }),
      set: await agent.outcome({ kind: "set", node, value: "2026-01-01" }),
      open: await agent.outcome({ kind: "open", node }),
      write: await agent.outcome({
        kind: "write",
        node,
        revision: 1,
        splice: { at: 0, remove: 0, insert: "x" },
      }),
    };
  }, path);

const all = (outcome: string) => ({
  click: outcome,
  choose: outcome,
  set: outcome,
  open: outcome,
  write: "unfit",
});

const FIELDS = `<input id=text value=old><textarea id=area>old</textarea><input id=day type=date value=2025-01-01>
  <select id=list><option>a<option selected>b</select><input id=box type=checkbox><input id=radio type=radio>
  <button type=button id=button>Mehr</button><a id=link href=/other>weiter</a><p id=plain>Text</p>`;
const IDS = ["text", "area", "day", "list", "box", "radio", "button", "link", "plain"];

const AROUND: Record<string, { readonly html: (inner: string) => string; readonly outcome: string }> = {
  "that the site keeps to the visitor": {
    html: inner => `<div data-lotse-no-control>${inner}</div>`,
    outcome: "site",
  },
  "that is masked": { html: inner => `<div data-lotse-mask>${inner}</div>`, outcome: "masked" },
  "that is blocked": { html: inner => `<div data-lotse-block>${inner}</div>`, outcome: "masked" },
  "that a rule masks": { html: inner => `<div class=secret>${inner}</div>`, outcome: "masked" },
  "that is ours": { html: inner => `<div id=ours>${inner}</div>`, outcome: "masked" },
  "that the visitor hid by hand": { html: inner => `<div id=painted>${inner}</div>`, outcome: "masked" },
  "that is switched off": { html: inner => `<fieldset disabled>${inner}</fieldset>`, outcome: "disabled" },
  "that says it is switched off": {
    html: inner => `<div aria-disabled=true>${inner}</div>`,
    outcome: "disabled",
  },
  "that is inert": { html: inner => `<div inert>${inner}</div>`, outcome: "disabled" },
  "with something over it": {
    html: inner =>
      `<div style="position: fixed; inset: 0; z-index: 9; background: #fffa"></div><div>${inner}</div>`,
    outcome: "covered",
  },
  "without a box": { html: inner => `<div style="display: none">${inner}</div>`, outcome: "covered" },
};

for (const [what, { html, outcome }] of Object.entries(AROUND)) {
  test(`nothing happens in a part ${what}`, async ({ page, site }) => {
    await site.open(page, WATCH + html(FIELDS), { rules: [{ selector: ".secret", action: "mask" }] });
    if (what.includes("by hand")) await page.evaluate(() => window.agent.paint("#painted"));
    for (const id of IDS) expect([id, await tryAll(page, `#${id}`)]).toEqual([id, all(outcome)]);
    expect(await effects(page)).toEqual([]);
    expect(site.requests).toEqual([]);
    expect(await page.evaluate(() => [window.agent.heard.deeds, window.agent.heard.typing])).toEqual([
      [],
      [],
    ]);
  });
}

/** Where a part of a kind stands deeper: the same outcome, across what lies between. */
test("nor through a shadow root, a slot or a frame", async ({ page, site }) => {
  const deep = `${WATCH}
    <div data-lotse-no-control><div id=host><template shadowrootmode=open><input id=inner></template></div></div>
    <div id=slots><template shadowrootmode=open><div data-lotse-no-control><slot></slot></div></template><input id=slotted></div>
    <div data-lotse-no-control><iframe id=frame srcdoc="<input id=framed>"></iframe></div>
    <div data-lotse-mask><iframe id=masked srcdoc="<input id=framed>"></iframe></div>
    <div style="position: relative"><iframe id=under srcdoc="<input id=framed>"></iframe>
      <div style="position: absolute; inset: 0; background: #fffa"></div></div>`;
  await site.open(page, deep);
  await page.evaluate(() => window.agent.newSegment());
  const outcomes: string[] = [];
  for (const path of [
    "#host >> #inner",
    "#slotted",
    "#frame >> #framed",
    "#masked >> #framed",
    "#under >> #framed",
  ]) {
    outcomes.push((await tryAll(page, path)).click, (await tryAll(page, path)).open);
  }
  expect(outcomes).toEqual([
    "site",
    "site",
    "site",
    "site",
    "site",
    "site",
    "masked",
    "masked",
    "covered",
    "covered",
  ]);
  expect(await effects(page)).toEqual([]);
});

const PRESSES: Record<string, { readonly html: string; readonly outcome: string }> = {
  "a submit button": { html: "<form><button id=x>OK</button></form>", outcome: "visitorOnly" },
  "what stands in a submit button": {
    html: "<form><button><b id=x>OK</b></button></form>",
    outcome: "visitorOnly",
  },
  "a submit button by its attribute": {
    html: "<form id=f></form><button form=f id=x>OK</button>",
    outcome: "visitorOnly",
  },
  "a submit button of unknown type": {
    html: '<form><button type=" button" id=x>OK</button></form>',
    outcome: "visitorOnly",
  },
  "a submit field": { html: "<form><input type=submit id=x></form>", outcome: "visitorOnly" },
  "a picture that sends": {
    html: "<form><input type=image id=x alt=OK width=20 height=20></form>",
    outcome: "visitorOnly",
  },
  "a button that sends elsewhere": {
    html: "<form><button formaction=/y id=x>OK</button></form>",
    outcome: "visitorOnly",
  },
  "a button that clears a form": {
    html: "<form><button type=reset id=x>OK</button></form>",
    outcome: "visitorOnly",
  },
  "a label of a submit button": {
    html: "<form><label for=s id=x>OK</label><button id=s>s</button></form>",
    outcome: "visitorOnly",
  },
  "a label of a file field": {
    html: "<label for=s id=x>OK</label><input type=file id=s data-lotse-show>",
    outcome: "masked",
  },
  "a label of a masked box": {
    html: "<label for=s id=x>OK</label><p data-lotse-mask><input type=checkbox id=s>",
    outcome: "masked",
  },
  "a label around a box that is the visitor's": {
    html: "<label id=x>OK <input type=checkbox data-lotse-no-control></label>",
    outcome: "site",
  },
  "a summary with a submit button": {
    html: "<form><details><summary><button id=x>s</button></summary>x</details></form>",
    outcome: "visitorOnly",
  },
  "a masked part of what agents see": {
    html: '<div id=x><div data-lotse-mask><input type=checkbox style="display: block; margin: 0 auto"></div></div>',
    outcome: "masked",
  },
  "a file field": { html: "<input type=file id=x>", outcome: "masked" },
  "a password field": { html: "<input type=password id=x>", outcome: "masked" },
  "a link to another site": { html: "<a id=x href=FOREIGN/y>weiter</a>", outcome: "visitorOnly" },
  "a link to another site by the base": {
    html: "<base href=FOREIGN/><a id=x href=y>weiter</a>",
    outcome: "visitorOnly",
  },
  "a link to a new window": { html: "<a id=x href=/y target=_blank>weiter</a>", outcome: "visitorOnly" },
  "a link to a new window by the base": {
    html: "<base target=_blank><a id=x href=/y>weiter</a>",
    outcome: "visitorOnly",
  },
  "a link to a file": { html: "<a id=x href=/y download>weiter</a>", outcome: "visitorOnly" },
  "a link that is a script": {
    html: "<a id=x href=\"java\nscript:effects.push('script')\">weiter</a>",
    outcome: "visitorOnly",
  },
  "a link that writes a mail": { html: "<a id=x href=mailto:a@b.c>weiter</a>", outcome: "visitorOnly" },
  "a drawn link": {
    html: "<svg width=50 height=20><a href=FOREIGN/y><rect id=x width=50 height=20></rect></a></svg>",
    outcome: "visitorOnly",
  },
  "an old drawn link": {
    html: "<svg width=50 height=20><a xlink:href=FOREIGN/y><rect id=x width=50 height=20></rect></a></svg>",
    outcome: "visitorOnly",
  },
  "a button that pays": {
    html: "<button type=button id=x>Zahlungspflichtig bestellen</button>",
    outcome: "visitorOnly",
  },
  "a button that buys": { html: "<div role=button id=x>Buy now</div>", outcome: "visitorOnly" },
  "a box that pays": { html: "<div><span id=x>Pay 12.00</span></div>", outcome: "visitorOnly" },
  "a read-only box": { html: "<input type=checkbox aria-readonly=true id=x>", outcome: "readonly" },
  "another button": { html: "<button type=button id=x>Mehr</button>", outcome: "asking" },
  "a button by its role": { html: "<div role=button id=x>Mehr</div>", outcome: "asking" },
};

for (const [what, { html, outcome }] of Object.entries(PRESSES)) {
  test(`${what} is not pressed`, async ({ page, site }) => {
    await site.open(page, WATCH + html.replaceAll("FOREIGN", site.foreign));
    const before = page.url();
    expect(await page.evaluate(() => window.agent.click("#x"))).toBe(outcome);
    expect(await effects(page)).toEqual([]);
    expect([page.url(), site.requests]).toEqual([before, []]);
    expect(await page.evaluate(() => window.agent.heard.deeds)).toEqual([]);
  });
}

test("what an element cannot take is not done to it", async ({ page, site }) => {
  await site.open(
    page,
    `${WATCH}<input id=readonly readonly><input id=aria aria-readonly=true type=date>${FIELDS}
    <select id=off><option disabled>a<option selected>b</select><input id=secret type=password>`,
  );
  const { choose, set, open } = await tryAll(page, "#plain");
  expect([choose, set, open]).toEqual(["unfit", "unfit", "unfit"]);
  const outcomes = await page.evaluate(async () => [
    await window.agent.open("#readonly"),
    await window.agent.set("#aria", "2026-01-01"),
    await window.agent.choose("#off", [0]),
    await window.agent.choose("#list", [9]),
    await window.agent.choose("#list", [0, 1]),
    await window.agent.set("#day", "tomorrow"),
    await window.agent.set("#text", "x"),
    await window.agent.open("#day"),
    await window.agent.open("#secret"),
    await window.agent.leave(),
  ]);
  expect(outcomes).toEqual([
    ...["readonly", "readonly", "disabled", "unfit", "unfit", "unfit", "unfit", "unfit", "masked", "unfit"],
  ]);
  const ids = ["readonly", "day", "list", "text", "secret"];
  const left = await page.evaluate(
    all => all.map(id => (document.getElementById(id) as HTMLInputElement).value),
    ids,
  );
  expect(left).toEqual(["", "2025-01-01", "b", "old", ""]);
  expect((await effects(page)).filter(effect => !/plain|click|down/.test(effect))).toEqual([]);
});

test("an act of no grant, of another's, of an old one, late, early or twice has no effect", async ({
  page,
  site,
}) => {
  await site.open(page, WATCH + FIELDS);
  const outcomes = await page.evaluate(async () => {
    const { agent } = window;
    const press = (over: object) => agent.click("#box", [0.5, 0.5], over);
    const found = {
      forged: await press({ grant: 2, seq: 1 }),
      othersScreen: await press({ viewer: 2, seq: 1 }),
      noNumber: await press({ seq: 0 }),
      notANumber: await press({ seq: Number.NaN }),
    };
    agent.stop();
    const stopped = await press({ seq: 2 });
    agent.grant(3);
    const old = await press({ grant: 1, seq: 3 });
    agent.hold({ ...({ id: 4, grant: "navigate", restMs: 60_000 } as const), by: { viewer: 1 } as never });
    const otherKind = await press({ grant: 4, seq: 4 });
    agent.grant(5, { restMs: 0 });
    await new Promise(resolve => setTimeout(resolve, 5));
    const over = await press({ grant: 5, seq: 5 });
    const gone = { segment: 0, nodeId: agent.numberOf(document.getElementById("box") as Element) };
    agent.grant(6);
    const stale = await agent.outcome(
      { kind: "click", at: { ...gone, point: [0.5, 0.5] } },
      { grant: 6, seq: 1 },
    );
    const nowhere = await agent.outcome(
      { kind: "click", at: { segment: 1, nodeId: 4_999, point: [0, 0] } },
      { grant: 6, seq: 2 },
    );
    const node = agent.node("#box");
    document.getElementById("box")?.remove();
    const removed = await agent.outcome(
      { kind: "click", at: { ...node, point: [0, 0] } },
      { grant: 6, seq: 3 },
    );
    agent.stopCapture();
    const unshared = await agent.outcome(
      { kind: "open", node: { segment: 1, nodeId: 10 } },
      { grant: 6, seq: 4 },
    );
    return { ...found, stopped, old, otherKind, over, stale, nowhere, removed, unshared };
  });
  expect(outcomes).toEqual({
    ...{ forged: "noGrant", othersScreen: "noGrant", noNumber: "repeated", notANumber: "repeated" },
    ...{ stopped: "noGrant", old: "noGrant", otherKind: "noGrant", over: "noGrant" },
    ...{ stale: "gone", nowhere: "gone", removed: "gone", unshared: "gone" },
  });
  expect(await effects(page)).toEqual([]);
});

test("what was done is not done again, and nothing that came before it", async ({ page, site }) => {
  await site.open(page, WATCH + FIELDS);
  const outcomes = await page.evaluate(async () => {
    const press = (seq: number) => window.agent.click("#box", [0.5, 0.5], { seq });
    return [await press(5), await press(5), await press(4), await press(6)];
  });
  expect(outcomes).toEqual(["done", "repeated", "repeated", "done"]);
  expect((await effects(page)).filter(effect => effect === "click box")).toHaveLength(2);
  await expect(page.locator("#box")).not.toBeChecked();
});

test("no faster than a person", async ({ page, site }) => {
  await site.open(page, FIELDS);
  const outcomes = await page.evaluate(async () => {
    const node = window.agent.node("#box");
    const acts = Array.from({ length: 80 }, () =>
      window.agent.outcome({ kind: "click", at: { ...node, point: [0.5, 0.5] } }),
    );
    return Promise.all(acts);
  });
  const done = outcomes.filter(outcome => outcome === "done").length;
  expect(done).toBeGreaterThanOrEqual(60);
  expect(done).toBeLessThan(80);
  expect(outcomes.filter(outcome => outcome === "flooded")).toHaveLength(80 - done);
});

/** The hands can do it: where nothing forbids it, each of these acts has its effect. */
test("and yet each act is done where nothing is against it", async ({ page, site }) => {
  await site.open(page, WATCH + FIELDS, { buttonsAllowed: true });
  const outcomes = await page.evaluate(async () => [
    await window.agent.click("#box"),
    await window.agent.click("#radio"),
    await window.agent.click("#button"),
    await window.agent.click("#plain"),
    await window.agent.choose("#list", [0]),
    await window.agent.set("#day", "2026-01-01"),
    await window.agent.open("#text"),
    await window.agent.write("#text", 1, { at: 3, remove: 0, insert: "er" }),
    await window.agent.open("#area"),
    await window.agent.write("#area", 1, { at: 0, remove: 3, insert: "new" }),
    await window.agent.leave(),
  ]);
  expect(outcomes).toEqual(Array(11).fill("done"));
  await expect(page.locator("#box")).toBeChecked();
  await expect(page.locator("#radio")).toBeChecked();
  await expect(page.locator("#list")).toHaveValue("a");
  await expect(page.locator("#day")).toHaveValue("2026-01-01");
  await expect(page.locator("#text")).toHaveValue("older");
  await expect(page.locator("#area")).toHaveValue("new");
  expect(await page.evaluate(() => window.agent.click("#link"))).toBe("done");
  await page.waitForURL("**/other");
});

test("what a page sends in answer to a press or a word is not sent", async ({ page, site }) => {
  await site.open(
    page,
    `${WATCH}<form id=form action=/sent><button type=button id=sly onclick="form.requestSubmit()">Mehr</button>
      <button type=button id=later onclick="Promise.resolve().then(() => form.requestSubmit())">Mehr</button>
      <input id=search oninput="form.requestSubmit()"><input id=one type=checkbox onchange="form.requestSubmit()">
      <input id=enter name=q><button id=ok>OK</button></form>`,
    { buttonsAllowed: true },
  );
  const outcomes = await page.evaluate(async () => [
    await window.agent.click("#sly"),
    await window.agent.click("#later"),
    await window.agent.click("#one"),
    await window.agent.open("#search"),
    await window.agent.write("#search", 1, { at: 0, remove: 0, insert: "x" }),
    await window.agent.open("#enter"),
    await window.agent.write("#enter", 1, { at: 0, remove: 0, insert: "x\n\r\ny" }),
  ]);
  expect(outcomes).toEqual(["visitorOnly", "visitorOnly", "visitorOnly", "done", "done", "done", "done"]);
  await expect(page.locator("#enter")).toHaveValue("xy");
  expect(await effects(page)).not.toContain("sent");
  // The visitor's own goes through.
  await page.locator("#ok").click();
  await page.waitForURL("**/sent?*");
});
