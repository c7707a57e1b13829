import { fail, ok, type Result } from "@lotse/protocol";
import { expect, it } from "vitest";
import { Loading } from "./loading.ts";

/** Answers in the order the test wants. */
const asked = () => {
  const answers: ((result: Result<string>) => void)[] = [];
  const loading = new Loading<string>(() => new Promise(resolve => answers.push(resolve)));
  return { answers, loading };
};

it("an older answer never replaces a newer one, or what was changed meanwhile", async () => {
  const { answers, loading } = asked();
  const first = loading.load();
  const second = loading.load();
  answers[1]?.(ok("new"));
  answers[0]?.(ok("old"));
  await Promise.all([first, second]);
  expect(loading.state.value).toEqual({ kind: "shown", value: "new" });
  const third = loading.load();
  loading.change(value => `${value}, changed`);
  answers[2]?.(ok("asked before the change"));
  await third;
  expect(loading.state.value).toEqual({ kind: "shown", value: "new, changed" });
});

it("what is shown stays when asking again fails; what never came says why, and can be asked for again", async () => {
  const { answers, loading } = asked();
  const error = { code: "UNAVAILABLE", message: "" } as const;
  const first = loading.load();
  answers[0]?.(fail(error));
  await first;
  expect(loading.state.value).toEqual({ kind: "failed", error });
  const second = loading.load();
  expect(loading.state.value).toEqual({ kind: "loading" });
  answers[1]?.(ok("here"));
  await second;
  const third = loading.load();
  answers[2]?.(fail(error));
  await third;
  expect(loading.state.value).toEqual({ kind: "shown", value: "here" });
});
