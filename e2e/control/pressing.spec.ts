/** Pressing and scrolling on the visitor's page: as a person does it, where it can be seen, and with the visitor's word. */
import { expect } from "@playwright/test";
import { test } from "./world.ts";

test("a press is what a person's is", async ({ page, site }) => {
  await site.open(
    page,
    `<button type=button id=b style="width: 200px; height: 100px">x</button><script>
      seen = [];
      for (const type of ["pointerdown", "mousedown", "focusin", "pointerup", "mouseup", "click"])
        document.addEventListener(type, event => seen.push(type));
      b.onclick = event => { at = [Math.round(event.offsetX), Math.round(event.offsetY), event.detail]; };
    </script>`,
    { buttonsAllowed: true },
  );
  expect(await page.evaluate(() => window.agent.click("#b", [0.25, 0.75]))).toBe("done");
  expect(await page.evaluate("seen")).toEqual([
    ...["pointerdown", "mousedown", "focusin", "pointerup", "mouseup", "click"],
  ]);
  const [x, y, detail] = (await page.evaluate("at")) as number[];
  expect(Math.abs((x ?? 0) - 50) + Math.abs((y ?? 0) - 75)).toBeLessThanOrEqual(8);
  expect(detail).toBe(1);
});

test("a menu that opens on pointerdown, and a button that is swapped under the pointer", async ({
  page,
  site,
}) => {
  await site.open(
    page,
    `<button type=button id=menu onpointerdown="this.dataset.open = 1">x</button>
     <form action=/sent><button type=button id=swap onpointerdown="this.type = 'submit'">x</button>
     <button type=button id=gone onmousedown="this.remove()" onclick="document.title = 'pressed'">x</button></form>`,
    { buttonsAllowed: true },
  );
  const outcomes = await page.evaluate(async () => [
    await window.agent.click("#menu"),
    await window.agent.click("#swap"),
    await window.agent.click("#gone"),
  ]);
  expect(outcomes).toEqual(["done", "gone", "gone"]);
  expect(await page.evaluate(() => [document.getElementById("menu")?.dataset.open, document.title])).toEqual([
    "1",
    "",
  ]);
  expect(site.requests).toEqual([]);
});

test("what is out of sight is brought into view; what is covered stays where it is", async ({
  page,
  site,
}) => {
  await site.open(
    page,
    `<div style="height: 3000px"></div><div style="height: 100px; overflow: auto"><div style="height: 900px"></div>
     <input type=checkbox id=low></div><div style="height: 2000px"></div>
     <div style="position: relative"><input type=checkbox id=under>
     <div style="position: absolute; inset: 0"></div></div>`,
  );
  expect(await page.evaluate(() => window.agent.click("#low"))).toBe("done");
  await expect(page.locator("#low")).toBeChecked();
  expect(await page.evaluate(() => window.agent.click("#under"))).toBe("covered");
  await page.evaluate(() => document.getElementById("under")?.scrollIntoView({ block: "end" }));
  const before = await page.evaluate(() => scrollY);
  expect(await page.evaluate(() => window.agent.click("#under"))).toBe("covered");
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

test("the page and a part of it scroll at once", async ({ page, site }) => {
  await site.open(
    page,
    `<style>html { scroll-behavior: smooth }</style><div id=box style="height: 100px; width: 100px; overflow: auto; scroll-behavior: smooth">
     <div style="height: 900px; width: 900px"></div></div><div style="height: 3000px"></div>`,
  );
  const at = await page.evaluate(async () => {
    const outcomes = [await window.agent.scroll("html", 0, 500), await window.agent.scroll("#box", 40, 1e7)];
    const box = document.getElementById("box") as HTMLElement;
    return { outcomes, page: scrollY, box: [box.scrollLeft, Math.round(box.scrollTop) > 700] };
  });
  expect(at).toEqual({ outcomes: ["done", "done"], page: 500, box: [40, true] });
});

test("the visitor is asked once on each path, and a no holds for a while", async ({ page, site }) => {
  await site.open(
    page,
    "<button type=button id=a>Eins</button><button type=button id=b>Zwei</button><script>n = 0; onclick = () => n++</script>",
  );
  const { first, second, third } = await page.evaluate(async () => {
    const { agent } = window;
    const result = { first: await agent.click("#a"), second: await agent.click("#b"), third: "" };
    agent.answer(false);
    await Promise.resolve();
    return { ...result, third: await agent.click("#b") };
  });
  expect([first, second, third]).toEqual(["asking", "asking", "refused"]);
  expect(await page.evaluate("n")).toBe(0);
  expect(
    await page.evaluate(() => window.agent.heard.answers.map(({ seq, outcome }) => [seq, outcome])),
  ).toEqual([
    ...[
      [1, "asking"],
      [2, "asking"],
      [1, "refused"],
      [3, "refused"],
    ],
  ]);

  await page.evaluate(() => history.pushState(null, "", "/next"));
  expect(await page.evaluate(() => window.agent.click("#a"))).toBe("asking");
  await page.evaluate(() => window.agent.answer(true));
  await expect.poll(() => page.evaluate("n")).toBe(1);
  expect(await page.evaluate(() => window.agent.click("#b"))).toBe("done");
  expect(await page.evaluate(() => window.agent.heard.questions)).toEqual(["Eins", "Eins"]);

  // A yes that comes after Stop, or for what is not there any more, comes too late.
  await page.evaluate(() => history.pushState(null, "", "/third"));
  expect(await page.evaluate(() => window.agent.click("#a"))).toBe("asking");
  await page.evaluate(async () => {
    window.agent.stop();
    window.agent.answer(true);
    window.agent.grant(2);
  });
  expect(await page.evaluate(() => window.agent.click("#a", [0.5, 0.5], { grant: 2 }))).toBe("asking");
  await page.evaluate(() => {
    document.getElementById("a")?.remove();
    window.agent.answer(true);
  });
  await expect.poll(() => page.evaluate(() => window.agent.heard.answers.at(-1)?.outcome)).toBe("gone");
  expect(await page.evaluate("n")).toBe(2);
});

test("a form that hides what the hands look at by the names of its fields", async ({ page, site }) => {
  await site.open(
    page,
    `<form data-lotse-no-control><input name=matches><input name=parentNode><input name=getAttribute>
       <input type=checkbox id=kept></form>
     <form><input name=matches><input name=parentNode><input name=getAttribute>
       <input type=checkbox id=free><input id=text></form>`,
  );
  await page.evaluate(() => {
    const field = document.getElementById("text") as HTMLInputElement;
    Object.defineProperty(field, "value", {
      get: () => "something else",
      set: () => undefined,
      configurable: true,
    });
  });
  const outcomes = await page.evaluate(async () => [
    await window.agent.click("#kept"),
    await window.agent.click("#free"),
    await window.agent.open("#text"),
    await window.agent.write("#text", 1, { at: 0, remove: 0, insert: "ab" }),
  ]);
  expect(outcomes).toEqual(["site", "done", "done", "done"]);
  const value = await page.evaluate(() => {
    const field = document.getElementById("text") as HTMLInputElement;
    Reflect.deleteProperty(field, "value");
    return field.value;
  });
  expect(value).toBe("ab");
});
