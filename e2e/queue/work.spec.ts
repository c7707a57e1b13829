/** An e-mail from another system goes through two consoles: taken as the next one, handed on with a note, done. */
import { expect, test } from "@playwright/test";
import { Agent, HUB_URL } from "../support/people.ts";

test.setTimeout(180_000);

const CHANNEL = {
  ...{ id: "post", name: { de: "Post", en: "Post" }, weight: 1, cobrowseWeight: 0, wrapUpMs: 0 },
  ...{ answer: "ring", ringMs: 30_000, idle: null },
};
const QUEUE = {
  ...{ id: "00000000-0000-4000-8000-0000000000c7", key: "post", name: { de: "Posteingang", en: "Post" } },
  ...{ needs: [], prefers: [], priority: 0, serviceLevels: [], relaxations: [], overflows: [] },
  ...{ pick: true, hours: null },
};

interface Plan {
  readonly plan: { readonly channels: readonly object[]; readonly queues: readonly object[] };
  readonly version: number;
}

/** Clara administers: she lets the desk work on post, and another system bring it. */
const prepare = async (clara: Agent) => {
  const { plan, version } = (await clara.command("plan:read", {})) as Plan;
  const changed = { ...plan, channels: [...plan.channels, CHANNEL], queues: [...plan.queues, QUEUE] };
  const saved = (await clara.command("plan:save", { plan: changed, version })) as Plan;
  const issued = (await clara.command("apiKey:add", { name: "Poststelle", scopes: ["workItems"] })) as {
    readonly secret: string;
  };
  await clara.command("presence:set", { presence: "away" });
  return {
    secret: issued.secret,
    /** Later stories find the desk as it was. */
    undo: () => clara.command("plan:save", { plan, version: saved.version }),
  };
};

const askHub = async (secret: string, method: string, path: string, body?: object) => {
  const answer = await fetch(`${HUB_URL}/api/v1/work-items${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (
    (await answer.json()) as { value: { workItemId: string; state: string; agent: { name: string } | null } }
  ).value;
};

test("an e-mail is taken as the next one, handed to a colleague with a note, and done", async ({
  browser,
}) => {
  const clara = await Agent.signIn(browser, "Clara");
  const { secret, undo } = await prepare(clara);
  const anna = await Agent.signIn(browser, "Anna");
  const ben = await Agent.signIn(browser, "Ben");
  const subject = `Kündigung ${Date.now()}`;

  const id =
    await test.step("nobody is on duty: it waits, and Anna takes it by asking for the next", async () => {
      for (const agent of [anna, ben]) await agent.page.getByTestId("presence-away").click();
      await expect(ben.page.getByTestId("presence-away")).toHaveAttribute("aria-pressed", "true");
      const added = await askHub(secret, "POST", "", {
        ...{ key: subject, channel: "post", queue: "post", subject, body: "Hiermit kündige ich." },
        contact: { name: "Erika Mustermann" },
      });
      await expect(anna.page.getByTestId("queue-item")).toContainText("Erika Mustermann");
      await anna.page.getByTestId("queue-next").click();
      await expect(anna.page.getByTestId("work-view")).toContainText("Hiermit kündige ich.");
      await expect(ben.page.getByTestId("queue-item")).toHaveCount(0);
      return added.workItemId;
    });

  await test.step("she hands it to Ben, at whose console it rings with her note", async () => {
    await ben.page.getByTestId("presence-available").click();
    await expect(ben.page.getByTestId("presence-available")).toHaveAttribute("aria-pressed", "true");
    await anna.page.getByTestId("work-view").getByTestId("hand-on").click();
    const to = anna.page.getByTestId("hand-on-agent");
    const name = to.locator("option").filter({ hasText: /^Ben/ });
    await to.selectOption((await name.getAttribute("value")) ?? "");
    await anna.page.getByTestId("hand-on-note").fill("Kennt die Police schon.");
    await anna.page.getByTestId("hand-on-send").click();
    await expect(ben.page.getByTestId("offer-from")).toContainText("Anna");
    const still = await askHub(secret, "GET", `/${id}`);
    expect([still.state, still.agent?.name]).toEqual(["assigned", expect.stringMatching(/^Anna/)]);
  });

  await test.step("he takes it and Anna has it no longer; he is done, and the other system learns so", async () => {
    await ben.page.getByTestId("accept").click();
    await expect(ben.page.getByTestId("work-view")).toContainText(subject);
    await expect(ben.page.getByTestId("work-note")).toContainText("Kennt die Police schon.");
    await expect(anna.page.getByTestId("work-item")).toHaveCount(0);
    await expect(anna.page.getByTestId("work-view")).toHaveCount(0);
    await ben.page.getByTestId("work-done").click();
    await expect(ben.page.getByTestId("work-item")).toHaveCount(0);
    expect(await askHub(secret, "GET", `/${id}`)).toMatchObject({ state: "ended" });
  });

  await undo();
  for (const agent of [anna, ben, clara]) await agent.leave();
});
