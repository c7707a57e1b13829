/** Writing in a field of the visitor's page: every kind of it, wherever it stands, beside a visitor who types, and taken back. */
import { expect, type Page } from "@playwright/test";
import { open, settled, test } from "./world.ts";

const type = (page: Page, text: string, at?: number) =>
  page.evaluate(
    ([words, place]) => window.agent.type(words as string, place as number | undefined),
    [text, at],
  );
const heard = (page: Page) => page.evaluate(() => window.agent.heard);

test("in every kind of field, as far as it takes it", async ({ page, site }) => {
  await site.open(
    page,
    `<input id=text value=Jon><input id=mail type=email><input id=short maxlength=4><input id=search type=search>
     <textarea id=area>eins</textarea><input id=tel type=tel>`,
  );
  for (const [id, text, result] of [
    ["text", "athan", "Jonathan"],
    ["mail", "erika@example.org", "erika@example.org"],
    ["short", "ab🙂cd", "ab🙂"],
    ["search", "Rad\nhelm", "Radhelm"],
    ["area", "\nzwei", "eins\nzwei"],
    ["tel", "0123", "0123"],
  ] as const) {
    await open(page, `#${id}`);
    await type(page, text);
    await settled(page, result);
    await expect(page.locator(`#${id}`)).toHaveValue(result);
  }
  // Past its own draft, too: the page cuts it.
  await page.evaluate(() => window.agent.open("#short"));
  const revision = await page.evaluate(
    () =>
      window.agent.heard.fields.map(({ news }) => news).findLast(news => news.kind === "opened")?.revision ??
      0,
  );
  const push = (at: number) =>
    page.evaluate(
      ([r, p]) => window.agent.write("#short", r as number, { at: p as number, remove: 0, insert: "x" }),
      [revision, at],
    );
  expect(await push(4)).toBe("done");
  await expect(page.locator("#short")).toHaveValue("ab🙂");
  expect(await push(3)).toBe("unfit");
});

test("through shadow roots and frames", async ({ page, site }) => {
  await site.open(
    page,
    `<div id=host><template shadowrootmode=open><div id=in><template shadowrootmode=open><input id=deep></template></div></template></div>
     <div style="height: 2000px"></div><iframe id=frame srcdoc="<style>body{height:3000px}</style><p style='margin-top:2000px'><input id=framed><button type=button id=b onclick='this.textContent=event.isTrusted'>x</button>"></iframe>`,
    { buttonsAllowed: true },
  );
  await page.evaluate(() => window.agent.newSegment());
  await open(page, "#host >> #in >> #deep");
  await type(page, "tief");
  await settled(page, "tief");
  await expect(page.locator("#deep")).toHaveValue("tief");
  await open(page, "#frame >> #framed");
  await type(page, "gerahmt");
  await settled(page, "gerahmt");
  const framed = page.frameLocator("#frame");
  await expect(framed.locator("#framed")).toHaveValue("gerahmt");
  await framed.locator("#framed").press("End");
  await page.keyboard.type("!");
  await settled(page, "gerahmt!");
  expect(await page.evaluate(() => window.agent.click("#frame >> #b"))).toBe("done");
  await expect(framed.locator("#b")).toHaveText("false");
});

test("beside the visitor: no key is lost, and the mark stays where it was", async ({ page, site }) => {
  await site.open(page, "<textarea id=area rows=4 cols=60>Anfang Ende</textarea>");
  await open(page, "#area");
  await page.locator("#area").focus();
  await page.keyboard.press("Control+Home");
  const typed = "Die Besucherin schreibt hier. ";
  await Promise.all([
    page.keyboard.type(typed),
    page.evaluate(async () => {
      for (const key of " und der Rest von der Beraterin") {
        window.agent.type(key);
        await new Promise(resolve => setTimeout(resolve, 1));
      }
    }),
  ]);
  await settled(page, `${typed}Anfang Ende und der Rest von der Beraterin`);
  await expect(page.locator("#area")).toHaveValue(`${typed}Anfang Ende und der Rest von der Beraterin`);
  const mark = await page.evaluate(
    () => (document.getElementById("area") as HTMLTextAreaElement).selectionStart,
  );
  expect(mark).toBe(typed.length);
});

test("the visitor wins, and is not disturbed in the middle of a character", async ({
  page,
  site,
  browserName,
}) => {
  expect(browserName).toBe("chromium");
  await site.open(page, "<input id=text value=Jon>");
  await open(page, "#text");
  await settled(page, "Jon");
  const lastRevision = () =>
    page.evaluate(() => {
      const news = window.agent.heard.fields.at(-1)?.news;
      return news !== undefined && "revision" in news ? news.revision : 0;
    });
  const before = await lastRevision();
  await page.locator("#text").press("End");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("y");
  const late = await page.evaluate(
    r => window.agent.write("#text", r, { at: 0, remove: 3, insert: "Jim" }),
    before,
  );
  expect(late).toBe("visitorWrites");
  await expect(page.locator("#text")).toHaveValue("Joy");

  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
  const now = await lastRevision();
  const meanwhile = await page.evaluate(
    r => window.agent.write("#text", r, { at: 0, remove: 0, insert: "X" }),
    now,
  );
  expect(meanwhile).toBe("visitorWrites");
  await client.send("Input.insertText", { text: "你" });
  await settled(page, "Joy你");
  await type(page, "X", 0);
  await settled(page, "XJoy你");
});

test("the focus is never taken from where the visitor types", async ({ page, site }) => {
  await site.open(
    page,
    `<input id=mine><input id=text onfocus="log.push('focus')" onblur="log.push('blur')" onchange="log.push('change')"><script>log = []</script>`,
  );
  await page.locator("#mine").focus();
  await open(page, "#text");
  await type(page, "ab");
  await page.keyboard.type("meins");
  await settled(page, "ab");
  await expect(page.locator("#mine")).toHaveValue("meins");
  await expect(page.locator("#mine")).toBeFocused();
  // The page hears all the same that somebody came and went.
  await page.evaluate(() => window.agent.leave());
  expect(await page.evaluate("log")).toEqual(["focus", "change", "blur"]);

  await page.locator("#mine").blur();
  await open(page, "#text");
  await expect(page.locator("#text")).toBeFocused();
  await page.evaluate(() => window.agent.leave());
  await expect(page.locator("#text")).not.toBeFocused();
});

test("what turns out to be secret is closed at once, and not told", async ({ page, site }) => {
  await site.open(page, "<input id=text><input id=number>");
  await open(page, "#text");
  await page.evaluate(() => document.getElementById("text")?.setAttribute("data-lotse-mask", ""));
  await expect.poll(async () => (await heard(page)).fields.at(-1)?.news.kind).toBe("closed");
  await page.locator("#text").fill("geheim");
  expect(await page.evaluate(() => window.agent.write("#text", 1, { at: 0, remove: 0, insert: "x" }))).toBe(
    "unfit",
  );

  await open(page, "#number");
  await page.locator("#number").pressSequentially("4000056655665556");
  await expect.poll(async () => (await heard(page)).fields.at(-1)?.news.kind).toBe("closed");
  const told = JSON.stringify((await heard(page)).fields);
  expect(told).not.toContain("geheim");
  expect((told.match(/"insert":"\d"/g) ?? []).length).toBeLessThan(16);
  expect(await page.evaluate(() => window.agent.open("#number"))).toBe("masked");
  await expect(page.locator("#text")).toHaveValue("geheim");
});

test("Stop is at once, also in the middle", async ({ page, site }) => {
  await site.open(
    page,
    "<input id=text><button type=button id=b onpointerdown='agent.stop()' onclick='hits = 1'>x</button>",
    {
      buttonsAllowed: true,
    },
  );
  const found = await page.evaluate(async () => {
    const { agent } = window;
    await agent.open("#text");
    await agent.write("#text", 1, { at: 0, remove: 0, insert: "a" });
    const sent = agent.write("#text", 2, { at: 1, remove: 0, insert: "b" });
    agent.stop();
    const after = agent.write("#text", 3, { at: 2, remove: 0, insert: "c" });
    const outcomes = [await sent, await after, await agent.leave()];
    agent.grant(2);
    const pressed = await agent.click("#b", [0.5, 0.5], { grant: 2 });
    return { outcomes, pressed, typing: agent.heard.typing, hits: "hits" in window };
  });
  expect(found).toEqual({
    ...{ outcomes: ["done", "noGrant", "noGrant"], pressed: "noGrant", typing: ["text", null], hits: false },
  });
  await expect(page.locator("#text")).toHaveValue("ab");
  const fields = (await heard(page)).fields.length;
  await page.locator("#text").fill("der Besucherin");
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 150)));
  expect((await heard(page)).fields).toHaveLength(fields);
});

test("the visitor takes back what the agent wrote, and keeps the own words", async ({ page, site }) => {
  await site.open(
    page,
    `<input id=street value="Hauptstr. 5"><textarea id=notes></textarea><input id=mine value=a>
     <select id=list multiple><option selected>a<option>b</select><input id=day type=date value=2025-01-01>
     <input id=box type=checkbox><label id=label for=other>o</label><input id=other type=checkbox checked>
     <input type=radio name=r id=r1><input type=radio name=r id=r2><input id=kept type=checkbox>`,
  );
  for (const [id, text] of [
    ["street", " links"],
    ["notes", "Bitte klingeln"],
    ["mine", "gent"],
  ] as const) {
    await open(page, `#${id}`);
    await type(page, text);
    await expect.poll(() => page.evaluate(() => window.agent.drafted().isSettled)).toBe(true);
  }
  await page.evaluate(async () => {
    await window.agent.choose("#list", [1]);
    await window.agent.set("#day", "2026-02-02");
    for (const path of ["#box", "#label", "#r2", "#kept"]) await window.agent.click(path);
  });
  await page.locator("#notes").press("Control+Home");
  await page.keyboard.type("Danke! ");
  await page.locator("#mine").fill("ganz anders");
  await page.locator("#kept").click();
  await page.evaluate(() => window.agent.stop());
  expect(await page.evaluate(() => window.agent.hasWritten())).toBe(true);
  await page.evaluate(() => window.agent.undo());
  for (const [id, value] of [
    ["street", "Hauptstr. 5"],
    ["notes", "Danke! "],
    ["mine", "ganz anders"],
    ["day", "2025-01-01"],
  ] as const)
    await expect(page.locator(`#${id}`)).toHaveValue(value);
  await expect(page.locator("#list")).toHaveValues(["a"]);
  await expect(page.locator("#box")).not.toBeChecked();
  await expect(page.locator("#other")).toBeChecked();
  await expect(page.locator("#r2")).not.toBeChecked();
  await expect(page.locator("#kept")).not.toBeChecked();
  expect(await page.evaluate(() => window.agent.hasWritten())).toBe(false);
  const undone = (await heard(page)).deeds.filter(({ kind }) => kind === "undo");
  expect(undone).toHaveLength(7);
});

test.describe("what is edited as a whole", () => {
  const shows = (page: Page, text: string) =>
    expect(page.locator("#rich")).toHaveText(text, { useInnerText: true });

  test("is written in line by line, and taken back", async ({ page, site }) => {
    await site.open(
      page,
      "<div id=rich contenteditable><p>Guten <b>Tag</b></p>\n<p>Gruß</p></div><input id=mine>",
    );
    await open(page, "#rich");
    await settled(page, "Guten Tag\nGruß");
    await type(page, ",\nschön", 9);
    await settled(page, "Guten Tag,\nschön\nGruß");
    await shows(page, "Guten Tag,\n\nschön\n\nGruß");
    await page.evaluate(() => window.agent.erase(0, 6));
    await settled(page, "Tag,\nschön\nGruß");
    await expect(page.locator("#rich b").first()).toHaveText(/^Tag/);
    await page.evaluate(() => window.agent.erase(4, 5));
    await settled(page, "Tag,schön\nGruß");
    await page.evaluate(() => window.agent.leave());
    await page.evaluate(() => window.agent.undo());
    await open(page, "#rich");
    await settled(page, "Guten Tag\nGruß");
  });

  test("an empty one, and one with breaks", async ({ page, site }) => {
    await site.open(
      page,
      "<div id=rich contenteditable style='min-height: 30px'></div><div id=br contenteditable>a<br>b</div>",
    );
    await open(page, "#rich");
    await type(page, "eins");
    await settled(page, "eins");
    await type(page, "\n\nzwei");
    await settled(page, "eins\n\nzwei");
    await open(page, "#br");
    await settled(page, "a\nb");
    await type(page, "x", 1);
    await settled(page, "ax\nb");
    await type(page, "y", 3);
    await settled(page, "ax\nyb");
  });

  test("the visitor types in it, too, or elsewhere", async ({ page, site }) => {
    await site.open(page, "<div id=rich contenteditable>Mitte</div><input id=mine>");
    await open(page, "#rich");
    await page.locator("#rich").click();
    await page.keyboard.press("Home");
    await Promise.all([
      page.keyboard.type("vorn "),
      page.evaluate(async () => {
        for (const key of " hinten") {
          window.agent.type(key);
          await new Promise(resolve => setTimeout(resolve, 1));
        }
      }),
    ]);
    await settled(page, "vorn Mitte hinten");
    await shows(page, "vorn Mitte hinten");
    await page.locator("#mine").focus();
    await type(page, "!");
    await expect
      .poll(() => page.evaluate(() => window.agent.heard.answers.at(-1)?.outcome))
      .toBe("visitorWrites");
    await page.keyboard.type("hier");
    await expect(page.locator("#mine")).toHaveValue("hier");
    await settled(page, "vorn Mitte hinten");
  });

  test("an editor that does it itself is asked first", async ({ page, site }) => {
    await site.open(
      page,
      `<div id=rich contenteditable>a</div><script>
        document.getElementById("rich").addEventListener("beforeinput", event => {
          event.preventDefault();
          event.target.textContent += event.data.toUpperCase();
        });</script>`,
    );
    await open(page, "#rich");
    await type(page, "b");
    await settled(page, "aB");
  });
});

test("a deed is told once, in words that agents may read", async ({ page, site }) => {
  await site.open(
    page,
    `<label for=text>Straße <span data-lotse-mask>Erika</span></label><input id=text>
     <select id=list aria-label=Farbe><option>rot<option>blau</select>
     <button type=button id=b><span>Mehr</span> <i data-lotse-mask>Geheim</i></button>`,
    { buttonsAllowed: true },
  );
  await open(page, "#text");
  for (const key of "Weg 1") await type(page, key);
  await settled(page, "Weg 1");
  await page.evaluate(async () => {
    await window.agent.choose("#list", [1]);
    await window.agent.click("#b", [0.2, 0.5]);
    await window.agent.leave();
  });
  expect((await heard(page)).deeds).toEqual([
    { grant: 1, kind: "choose", path: "/page", label: "Farbe", value: "blau" },
    { grant: 1, kind: "click", path: "/page", label: "Mehr" },
    { grant: 1, kind: "write", path: "/page", label: "Straße", value: "Weg 1" },
  ]);
});
