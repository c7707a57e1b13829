import { expect, it } from "vitest";
import { LotseError } from "../errors.ts";
import { WORK_COMMANDS } from "../work.ts";
import { commandInputs } from "./commandInputs.ts";
import { parse } from "./parse.ts";
import { WORK_NOTE_MAX, workInputs } from "./work.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const codeOf = (name: keyof typeof workInputs, input: unknown): string => {
  try {
    parse(commandInputs[name], input);
    return "ok";
  } catch (error) {
    return error instanceof LotseError ? error.code : String(error);
  }
};

it("every work command has its schema, and every schema its command", () => {
  expect(Object.keys(workInputs)).toEqual([...WORK_COMMANDS]);
});

it("whoever hands work on says which assignment is meant", () => {
  const transfer = { workItemId: id(1), assignment: 3, agentId: id(2), note: "" };
  expect(codeOf("work:transfer", transfer)).toBe("ok");
  expect(codeOf("work:transfer", { ...transfer, assignment: undefined })).toBe("FIELD_TYPE");
  expect(codeOf("work:transfer", { ...transfer, assignment: -1 })).toBe("LIMIT_RANGE");
  expect(codeOf("work:forward", transfer)).toBe("FIELD_MISSING");
  expect(codeOf("work:done", { workItemId: id(1) })).toBe("FIELD_MISSING");
});

it("a note has a limit, and an id is one", () => {
  const forward = { workItemId: id(1), assignment: 0, queueId: id(2), note: "x".repeat(WORK_NOTE_MAX) };
  expect(codeOf("work:forward", forward)).toBe("ok");
  expect(codeOf("work:forward", { ...forward, note: `${forward.note}x` })).toBe("TEXT_TOO_LONG");
  expect(codeOf("work:forward", { ...forward, queueId: "sales" })).toBe("ID_INVALID");
});
