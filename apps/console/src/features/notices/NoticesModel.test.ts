import type { RadarNotice, RuleId, VisitId } from "@lotse/protocol";
import { beforeEach, expect, it } from "vitest";
import { makeNotice } from "../../testing/builders.ts";
import { FakeConnection } from "../../testing/FakeConnection.ts";
import { KEPT_MAX, NoticesModel, SHOWN_MAX } from "./NoticesModel.ts";

let connection: FakeConnection;
let model: NoticesModel;

beforeEach(() => {
  connection = new FakeConnection();
  model = new NoticesModel(connection);
});

const tell = (visit: string, given: Partial<RadarNotice> = {}) =>
  connection.tell("rule:noticed", makeNotice(visit, given));
const visits = () => model.all.value.map(({ visitId }) => visitId);

it("keeps what rules ask to look at, newest first, and shows a few", () => {
  for (const visit of ["a", "b", "c"]) tell(visit);
  expect(visits()).toEqual(["c", "b", "a"]);
  expect(model.shown.value).toHaveLength(SHOWN_MAX);
});

it("lets one go at a time: the next is shown instead", () => {
  for (const visit of ["a", "b", "c"]) tell(visit);
  for (const notice of model.shown.value.slice(0, 1)) model.dismiss(notice);
  expect(model.shown.value.map(({ visitId }) => visitId)).toEqual(["b", "a"]);
  model.dismissAll();
  expect(visits()).toEqual([]);
});

it("the same rule for the same visitor is one notice, the newer; another rule's is another", () => {
  tell("a", { atMs: 1 });
  tell("b");
  tell("a", { atMs: 2 });
  tell("a", { ruleId: "other" as RuleId, atMs: 3 });
  expect(model.all.value.map(({ visitId, atMs }) => [visitId, atMs])).toEqual([
    ["a", 3],
    ["a", 2],
    ["b", 0],
  ]);
});

it("lets go of a visitor who is looked at, and of nobody else", () => {
  for (const visit of ["a", "b"]) tell(visit);
  tell("a", { ruleId: "other" as RuleId });
  model.looked("a" as VisitId);
  expect(visits()).toEqual(["b"]);
});

it("does not grow without end, and hears nothing once it is closed", () => {
  for (let n = 0; n <= KEPT_MAX; n++) tell(`${n}`);
  expect([visits().length, visits()[0]]).toEqual([KEPT_MAX, `${KEPT_MAX}`]);
  model.close();
  tell("late");
  expect(visits()).toEqual([]);
});
