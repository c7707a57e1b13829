import type { VisitId } from "@lotse/protocol";
import { beforeEach, expect, it } from "vitest";
import { makeVisit } from "../../testing/builders.ts";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { VisitModel } from "./VisitModel.ts";

const vid = (id: string) => id as VisitId;
let connection: FakeConnection;
let model: VisitModel;

beforeEach(() => {
  connection = new FakeConnection();
  model = new VisitModel(connection);
});

const title = () => {
  const state = model.state.value;
  return state.kind === "shown" ? state.visit.page.title : state.kind;
};

it("shows the visit and follows it", async () => {
  connection.answer("visit:show", { visit: makeVisit("a", "Start") });
  model.show(vid("a"));
  expect(title()).toBe("loading");
  await settle();
  expect(title()).toBe("Start");
  connection.tell("visit:changed", makeVisit("a", "Basket"));
  connection.tell("visit:changed", makeVisit("b", "Elsewhere"));
  expect(title()).toBe("Basket");
});

it("an answer that comes late does not replace another visit", async () => {
  const release = connection.hold("visit:show");
  model.show(vid("a"));
  connection.answer("visit:show", { visit: makeVisit("b", "B") });
  model.show(vid("b"));
  await settle();
  release({ visit: makeVisit("a", "A") });
  await settle();
  expect(title()).toBe("B");
});

it("what is shown stays when asking again fails; without it, the failure is told", async () => {
  connection.answer("visit:show", { visit: makeVisit("a", "Start") });
  model.show(vid("a"));
  await settle();
  connection.refuse("visit:show", "UNAVAILABLE");
  await model.refresh();
  expect(title()).toBe("Start");
  model.show(vid("b"));
  await settle();
  expect(title()).toBe("failed");
  connection.answer("visit:show", { visit: makeVisit("b", "B") });
  await model.refresh();
  expect(title()).toBe("B");
});

it("asks once for the same visit, and for none when none is wanted", async () => {
  connection.answer("visit:show", { visit: makeVisit("a") });
  model.show(vid("a"));
  model.show(vid("a"));
  model.show(null);
  await model.refresh();
  expect(connection.namesAsked()).toEqual(["visit:show"]);
  expect(title()).toBe("none");
});
