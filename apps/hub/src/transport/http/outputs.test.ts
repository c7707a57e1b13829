/**
 * Keeps `outputs.generated.ts` true: after a change of what commands answer, `npm test -- outputs -u` writes it anew.
 */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Json, typeSchemasOf } from "../../../build/typeSchemas.ts";

const CONTRACT = fileURLToPath(new URL("../../../../../packages/protocol/src/index.ts", import.meta.url));

it("is what the wire contract's types say", { timeout: 180_000 }, async () => {
  const { properties, named } = typeSchemasOf({
    file: CONTRACT,
    name: "CommandOutputs",
    also: ["BeaconAnswer", "WorkItemAdded", "OutsideWorkItem", "OutsidePresence"],
    refPrefix: "#/components/schemas/",
  });
  // One line each: two changes that have nothing to do with each other do not meet.
  const listed = (schemas: Readonly<Record<string, Json>>): string =>
    Object.keys(schemas)
      .toSorted()
      .map(name => `  ${JSON.stringify(name)}: ${JSON.stringify(schemas[name])},\n`)
      .join("");
  const source = [
    "/** Generated from `CommandOutputs` by outputs.test.ts: what each command answers, as JSON Schema. Not to be edited. */",
    `export const OUTPUTS: Readonly<Record<string, unknown>> = {\n${listed(properties)}};`,
    `export const OUTPUT_PARTS: Readonly<Record<string, unknown>> = {\n${listed(named)}};`,
    "",
  ].join("\n");
  await expect(source).toMatchFileSnapshot("./outputs.generated.ts");
});
