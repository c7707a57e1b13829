/** What begins the stories in which the page is shared. */
import { constants, inflateRawSync } from "node:zlib";
import { decodePacket } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import type { FakeHub } from "./fakeHub.ts";
import { expect, type World } from "./world.ts";

/** A conversation with Anna, begun by the visitor. */
export const talk = async (page: Page, { hub, site }: Pick<World, "hub" | "site">, path = "/") => {
  await page.goto(site.url + path);
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Guten Tag");
  await page.getByTestId("composer").press("Enter");
  await expect(page.locator('[data-testid=message] [data-state="sent"]')).toBeVisible();
  hub.converse("active");
  await expect(page.getByTestId("cobrowse-share")).toBeVisible();
};

/** What an eavesdropper reads of a segment. */
export const textOf = (hub: FakeHub, segment: number): string =>
  inflateRawSync(
    Buffer.concat(
      hub.packets
        .map(packet => decodePacket(packet))
        .filter(packet => packet?.segment === segment)
        .flatMap(packet => packet?.frames ?? []),
    ),
    { finishFlush: constants.Z_SYNC_FLUSH },
  ).toString("utf8");

export const share = async (page: Page, { hub }: Pick<World, "hub">) => {
  hub.share("requested");
  await page.getByTestId("cobrowse-consent-accept").click();
  await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
  await expect.poll(() => hub.packets.length).toBeGreaterThan(0);
};
