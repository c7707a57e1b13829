/** An administrator without a mouse: a person's skill and the whole plan are edited, a contradiction is met and resolved, and all of it stays. */
import type { AgentId, RoutingPlan, SkillLevel } from "@lotse/protocol";
import { Keyboard } from "../support/keyboard.ts";
import { Agent } from "../support/people.ts";
import { expect, test } from "./world.ts";

test.describe.configure({ timeout: 240_000 });

interface Member {
  readonly id: AgentId;
  readonly name: string;
  readonly skills: readonly SkillLevel[];
}

test("a skill, a queue, its hours, a channel and a rule, by keyboard alone", async ({ browser }) => {
  const clara = await Agent.signIn(browser, "Clara");
  const { page } = clara;
  const read = async () => (await clara.command("plan:read", {})) as { plan: RoutingPlan; version: number };
  const ben = async () => {
    const { members } = (await clara.command("member:list", {})) as { members: readonly Member[] };
    return members.find(({ name }) => name.startsWith("Ben"));
  };
  const before = await read();
  const skillsBefore = (await ben())?.skills ?? [];
  const keys = new Keyboard(page);
  const id = (testid: string) => page.getByTestId(testid);
  const save = async () => {
    await keys.to(id("plan-save"), "back");
    await keys.press("Enter");
  };

  await test.step("to the people: Ben learns something", async () => {
    await keys.to(id("area-settings"));
    await keys.press("Enter");
    await keys.to(id("settings-people"));
    await keys.press("Enter");
    const edit = id("member").filter({ hasText: "Ben" }).getByTestId("member-edit");
    await keys.to(edit);
    await keys.press("Enter");
    await keys.to(id("member-skills-add"));
    await keys.press("Enter");
    const skill = id("member-skills-skill").last();
    await expect(skill).toBeFocused();
    await keys.type("Hausrat");
    await test.step("Esc asks, and Esc again leaves all as it is", async () => {
      await keys.press("Escape");
      await expect(id("confirm")).toBeVisible();
      await keys.press("Escape");
      await expect(id("confirm")).toHaveCount(0);
      await expect(skill).toHaveValue("Hausrat");
      await expect(skill).toBeFocused();
    });
    await keys.to(id("member-skills-level").last());
    await keys.type("4");
    await keys.to(id("member-save"));
    await keys.press("Enter");
    await expect(id("member-dialog")).toHaveCount(0);
    await expect(edit).toBeFocused();
    await expect(id("member").filter({ hasText: "Ben" })).toContainText("Hausrat 4");
  });

  await test.step("to the queues: a new one", async () => {
    await keys.to(id("settings-queues"), "back");
    await keys.press("Enter");
    await keys.to(id("queue-add"));
    await keys.press("Enter");
    await expect(id("queue-name-de")).toBeFocused();
    await keys.type("Hausrat");
    await keys.to(id("queue-name-en"));
    await keys.type("Household");
    await keys.to(id("queue-key"));
    await keys.type("household");
    await keys.to(id("queue-needs-add"));
    await keys.press("Enter");
    await expect(id("queue-needs-skill")).toBeFocused();
    await keys.type("Hausrat");
    await keys.to(id("queue-needs-level"));
    await keys.type("4");
  });

  await test.step("a step that is typed past another stays where it is typed", async () => {
    await keys.to(id("relaxation-add"));
    await keys.press("Enter");
    await expect(id("relaxation-after")).toBeFocused();
    await keys.to(id("relaxation-add"));
    await keys.press("Enter");
    await expect(id("relaxation-after").last()).toBeFocused();
    const first = id("relaxation-after").first();
    await keys.to(first, "back");
    await keys.write("90");
    await expect(first).toBeFocused();
    await expect(first).toHaveValue("90");
  });

  await test.step("a service level: choosing its channel loses nothing", async () => {
    await keys.to(id("service-add"));
    await keys.press("Enter");
    await expect(id("service-level").getByRole("combobox").first()).toBeFocused();
    await keys.press("ArrowDown", "ArrowDown", "ArrowUp");
    await keys.to(id("service-share"));
    await keys.write("90");
    await keys.to(id("service-within"));
    await keys.write("40");
  });

  await test.step("an overflow", async () => {
    await keys.to(id("overflow-add"));
    await keys.press("Enter");
    await expect(id("overflow-when")).toBeFocused();
    await keys.to(id("overflow-if"));
    await keys.type("mehr");
    await keys.to(id("overflow-number"));
    await keys.write("12");
    await keys.to(id("overflow-then"));
    await keys.press("ArrowDown");
  });

  await test.step("hours and a holiday; what was added and taken away leaves the focus near", async () => {
    await keys.to(id("hours-limited"));
    await keys.press("Space");
    const saturday = id("hours-6");
    await keys.to(saturday.getByTestId("span-add"));
    await keys.press("Enter");
    await expect(saturday.getByTestId("span-from")).toBeFocused();
    // In a browser with a.m. and p.m. the letters count, elsewhere they are nothing.
    await keys.type("0900AM");
    await keys.to(id("hours-5").getByRole("button", { name: /^Entfernen/ }), "back");
    await keys.press("Enter");
    await expect(id("hours-5").getByTestId("span-add")).toBeFocused();
    await keys.to(id("exception-add"));
    await keys.press("Enter");
    await expect(id("exception-date")).toBeFocused();
    await keys.type("12122027");
    await save();
    await expect(id("plan-saved")).not.toBeEmpty();
  });

  await test.step("a channel weighs more", async () => {
    await keys.to(id("settings-channels"), "back");
    await keys.press("Enter");
    const sms = id("channel").filter({ has: page.locator("code", { hasText: /^sms$/ }) });
    await keys.to(sms.getByTestId("channel-open"));
    await keys.press("Enter");
    await keys.to(id("channel-weight"));
    await keys.write("3");
  });

  const rule = id("rule").last();
  await test.step("a rule that contradicts itself is refused, and says so at the rule", async () => {
    await keys.to(id("settings-blending"), "back");
    await keys.press("Enter");
    const count = await id("rule").count();
    await keys.to(id("rule-add-interrupt"));
    await keys.press("Enter");
    await expect(id("rule")).toHaveCount(count + 1);
    await keys.to(rule.getByTestId("rule-moreThan"));
    await keys.write("7");
    await keys.to(rule.getByTestId("rule-interruptible").locator("summary"));
    await keys.press("Enter", "Tab", "Space");
    await test.step("Esc closes the list and nothing else", async () => {
      await keys.press("Escape");
      await expect(rule.getByTestId("rule-interruptible")).not.toHaveAttribute("open");
      expect(await keys.isAt(rule.getByTestId("rule-interruptible").locator("summary"))).toBe(true);
    });
    await save();
    await expect(rule.getByTestId("part-problem")).toHaveAttribute("data-code", "BLENDING_CONTRADICTION");
    await expect(id("plan-save")).toBeFocused();
  });

  await test.step("resolved, it is saved", async () => {
    await keys.to(rule.getByTestId("rule-interruptible").locator("summary"));
    await keys.press("Enter", "Tab", "Space", "Escape");
    await save();
    await expect(id("plan-saved")).not.toBeEmpty();
    await expect(page.locator(":focus")).toHaveCount(1);
  });

  await test.step("after a reload all of it is there", async () => {
    await page.reload();
    await expect(rule).toHaveAccessibleName(/mehr als 7 aus Chat/);
    const { plan } = await read();
    expect(plan.queues.at(-1)).toMatchObject({
      ...{ key: "household", name: { de: "Hausrat", en: "Household" } },
      needs: [{ skill: "Hausrat", level: 4 }],
      relaxations: [{ afterMs: 60_000 }, { afterMs: 90_000 }],
      overflows: [{ when: "before", condition: { if: "waiting", moreThan: 12 }, then: { to: "message" } }],
    });
    const [queue] = plan.queues.slice(-1);
    expect(queue?.serviceLevels).toMatchObject([{ share: 0.9, withinMs: 40_000 }]);
    expect(queue?.hours?.week.find(({ day }) => day === 6)).toMatchObject({ fromMin: 540 });
    expect(queue?.hours?.week.some(({ day }) => day === 5)).toBe(false);
    expect(queue?.hours?.exceptions).toEqual([{ date: "2027-12-12", spans: [] }]);
    expect(plan.channels.find(channel => channel.id === "sms")?.weight).toBe(3);
    expect((await ben())?.skills).toContainEqual({ skill: "Hausrat", level: 4 });
  });
  expect(keys.wrong).toEqual([]);

  const { version } = await read();
  await clara.command("plan:save", { plan: before.plan, version });
  await clara.command("member:change", { agentId: (await ben())?.id, skills: skillsBefore });
  await clara.leave();
});
