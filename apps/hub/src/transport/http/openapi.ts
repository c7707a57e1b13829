/** The OpenAPI 3.1 document, made from the commands themselves. Knows their schemas, not what they do. */
import { ERROR_CODES } from "@lotse/protocol";
import { beaconSchema, commandInputs } from "@lotse/protocol/schemas";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { AnyCommand, Audience } from "../../command.ts";

type Json = Record<string, unknown>;

/** Checks that JSON Schema cannot say (storable text, URL schemes) are left out; the hub still makes them. */
const schemaOf = (schema: GenericSchema): Json => {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
  return rest as Json;
};

const RESULT: Json = {
  oneOf: [
    {
      type: "object",
      required: ["ok", "value"],
      properties: { ok: { const: true }, value: {} },
    },
    {
      type: "object",
      required: ["ok", "error"],
      properties: { ok: { const: false }, error: { $ref: "#/components/schemas/Error" } },
    },
  ],
};

const ERROR: Json = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { enum: [...ERROR_CODES] },
    message: { type: "string" },
    field: { type: "string" },
    retryAfterMs: { type: "integer" },
    requestId: { type: "string" },
  },
};

const SECURITY: Record<Audience, readonly Json[]> = {
  visitor: [{ visitToken: [] }],
  agent: [{ session: [] }],
  both: [{ visitToken: [] }, { session: [] }],
};

const post = (details: {
  readonly id: string;
  readonly summary: string;
  readonly body: Json;
  readonly security: readonly Json[];
}): Json => ({
  post: {
    operationId: details.id,
    summary: details.summary,
    security: details.security,
    requestBody: { required: true, content: { "application/json": { schema: details.body } } },
    responses: {
      200: {
        description: "Done",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Result" } } },
      },
      default: {
        description: "Refused",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Result" } } },
      },
    },
  },
});

const mergeAudience = (commands: readonly AnyCommand[]): Audience => {
  const audiences = new Set(commands.map(command => command.audience));
  const [only] = audiences;
  return audiences.size === 1 && only !== undefined ? only : "both";
};

export const openApiOf = (commands: readonly AnyCommand[], serverUrl: string): Json => {
  const byName = groupByName(commands);
  const paths: Json = {
    "/api/v1/beacon": post({
      id: "beacon",
      summary: "Tells what a visitor does and asks whether a rule may invite.",
      body: schemaOf(beaconSchema),
      security: [],
    }),
  };
  for (const [name, same] of byName) {
    paths[`/api/v1/commands/${name}`] = post({
      id: name,
      summary: same.map(command => command.summary).join(" "),
      body: schemaOf(commandInputs[name]),
      security: SECURITY[mergeAudience(same)],
    });
  }
  return {
    openapi: "3.1.0",
    info: { title: "Lotse hub", version: "1", license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { Result: RESULT, Error: ERROR },
      securitySchemes: {
        visitToken: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "lotse.session_token" },
      },
    },
  };
};

const groupByName = (
  commands: readonly AnyCommand[],
): ReadonlyMap<AnyCommand["name"], readonly AnyCommand[]> => {
  const groups = new Map<AnyCommand["name"], AnyCommand[]>();
  for (const command of commands) groups.set(command.name, [...(groups.get(command.name) ?? []), command]);
  return groups;
};
