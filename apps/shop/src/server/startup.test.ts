/** What is said before the shop runs: wrong settings, missing build. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BuildMissing, readAssets } from "./assets.ts";
import { readConfig } from "./config.ts";
import { html, jsonLd } from "./html.ts";

test("settings have defaults and are checked", () => {
  expect(readConfig({})).toEqual({
    port: 3301,
    hubUrl: "http://localhost:3300",
    siteKey: "demo",
    verbose: false,
  });
  expect(readConfig({ LOTSE_HUB_URL: "https://hub.example/" }).hubUrl).toBe("https://hub.example");
  expect(() => readConfig({ SHOP_PORT: "99999" })).toThrow("SHOP_PORT");
  expect(() => readConfig({ SHOP_PORT: "http" })).toThrow("SHOP_PORT");
  expect(() => readConfig({ LOTSE_HUB_URL: "hub" })).toThrow("LOTSE_HUB_URL");
  expect(() => readConfig({ LOTSE_HUB_URL: "javascript:alert(1)" })).toThrow("LOTSE_HUB_URL");
});

test("a missing or partial build is named, with the way to mend it", () => {
  const folder = mkdtempSync(join(tmpdir(), "shop-dist-"));
  expect(() => readAssets(folder)).toThrow(BuildMissing);
  mkdirSync(join(folder, ".vite"));
  writeFileSync(join(folder, ".vite", "manifest.json"), '{"src/styles/site.css":{"file":"assets/a.css"}}');
  expect(() => readAssets(folder)).toThrow(/has not been built.*npm start/);
});

test("templates escape values, keep markup, drop what is not there", () => {
  expect(html`<p title="${`"'`}">${"<b>&"}${null}${false}${undefined}${[html`<i>1</i>`, 2]}</p>`.text).toBe(
    '<p title="&quot;&#39;">&lt;b&gt;&amp;<i>1</i>2</p>',
  );
  expect(jsonLd({ name: "</script><b>" }).text).not.toContain("</script><b>");
});
