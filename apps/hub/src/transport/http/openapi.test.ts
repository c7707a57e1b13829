/** The document that the whole hub serves, judged by others' rules and ours. */
import { ERROR_CODES } from "@lotse/protocol";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWholeHub, type WholeHub } from "../../test/wholeHub.ts";
import { OUTPUTS } from "./outputs.generated.ts";

interface Operation {
  readonly security: readonly object[];
  readonly requestBody: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Json }> }>;
}
type Json = Record<string, unknown>;
interface Document {
  readonly paths: Record<string, { readonly post: Operation }>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Json };
}

let hub: WholeHub;
let document: Document;
beforeAll(async () => {
  hub = await startWholeHub();
  document = (await (await fetch(`${hub.url}/api/v1/openapi.json`)).json()) as Document;
});
afterAll(() => hub.close());

const refsIn = (value: unknown): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : refsIn(inner),
  );
};
const at = (path: string): unknown =>
  path
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("is found not to be, were it broken", async () => {
    const broken = structuredClone(document) as unknown as { paths: Record<string, Json> };
    broken.paths["/api/v1/beacon"] = { post: { responses: "none" } };
    expect(await new Validator().validate(broken as never)).toMatchObject({ valid: false });
  });

  it("refers to nothing that is not there", () => {
    const refs = new Set(refsIn(document));
    expect(refs.size).toBeGreaterThan(15);
    for (const ref of refs) expect(at(ref), ref).toBeTypeOf("object");
  });

  it("has every command: what it takes, what it answers, who may call it", () => {
    const commands = new Map(hub.commands.map(command => [command.name, command]));
    const paths = Object.keys(document.paths).filter(path => path.startsWith("/api/v1/commands/"));
    expect(paths.map(path => path.slice("/api/v1/commands/".length))).toEqual([...commands.keys()]);
    for (const path of paths) {
      const operation = document.paths[path]?.post;
      expect(operation?.security.length).toBeGreaterThan(0);
      for (const scheme of operation?.security.flatMap(Object.keys) ?? [])
        expect(document.components.securitySchemes).toHaveProperty(scheme);
      const name = path.slice("/api/v1/commands/".length);
      const schema = operation?.responses["200"]?.content["application/json"]?.schema;
      expect(schema).toMatchObject({ properties: { ok: { const: true }, value: OUTPUTS[name] } });
      expect(OUTPUTS).toHaveProperty([name]);
    }
  });

  it("lists every error code", () => {
    expect(document.components.schemas.Error).toMatchObject({
      properties: { code: { enum: [...ERROR_CODES] } },
    });
  });
});
