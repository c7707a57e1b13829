/** The README's picture: both people's screens side by side, as the story just left them. Made on demand, LOTSE_PICTURE=path. */
import type { Browser, Page } from "@playwright/test";

const asDataUrl = async (page: Page): Promise<string> =>
  `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;

const frame = (src: string, width: number): string =>
  `<img src="${src}" width="${width}" style="border-radius:10px;box-shadow:0 12px 40px #0b2a4a40">`;

export const takePicture = async (
  browser: Browser,
  { visitor, agent }: { visitor: Page; agent: Page },
): Promise<void> => {
  const path = process.env.LOTSE_PICTURE;
  if (path === undefined) return;
  const context = await browser.newContext({
    viewport: { width: 1600, height: 620 },
    deviceScaleFactor: 1.25,
  });
  const page = await context.newPage();
  await page.setContent(
    `<body style="margin:0;padding:40px;box-sizing:border-box;height:100vh;display:flex;gap:32px;align-items:center;justify-content:center;background:#dfe9f1">
      ${frame(await asDataUrl(visitor), 740)}${frame(await asDataUrl(agent), 740)}</body>`,
  );
  await page.screenshot({ path });
  await context.close();
};
