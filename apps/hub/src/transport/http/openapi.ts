/** The OpenAPI 3.1 document, made from the commands themselves. Knows their schemas, not what they do. */
import { ERROR_CODES, PROTOCOL_OLDEST, PROTOCOL_VERSION } from "@lotse/protocol";
import { beaconSchema, commandInputs } from "@lotse/protocol/schemas";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { AnyCommand, Audience } from "../../command.ts";
import type { RestOperation } from "./operations.ts";
import { OUTPUT_PARTS, OUTPUTS } from "./outputs.generated.ts";

type Json = Record<string, unknown>;

/** Checks that JSON Schema cannot say (storable text, URL schemes) are left out; the hub still makes them. */
const schemaOf = (schema: GenericSchema): Json => {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
  return rest as Json;
};

const ERROR: Json = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { enum: [...ERROR_CODES], description: "Stable; meant for programs." },
    message: { type: "string", description: "English, for engineers. Never repeats the input." },
    field: { type: "string", description: "Path of the field at fault, like `facts.forms`." },
    position: {
      type: "object",
      description: "Where in the text of `field`, in UTF-16 units; `end` is exclusive.",
      properties: { start: { type: "integer" }, end: { type: "integer" } },
    },
    retryAfterMs: { type: "integer", description: "Asking again makes sense after this long." },
    requestId: { type: "string", description: "Names the log line of an INTERNAL error." },
    turnedAway: {
      type: "object",
      description: "With TURNED_AWAY: the rule, and what may be left instead.",
      required: ["why", "to"],
      properties: {
        why: { enum: ["closed", "nobodyOnDuty", "waiting", "expectedWait"] },
        to: { enum: ["callback", "message"] },
      },
    },
  },
};

const FAILURE: Json = {
  type: "object",
  required: ["ok", "error"],
  properties: { ok: { const: false }, error: { $ref: "#/components/schemas/Error" } },
};

const success = (value: unknown): Json => ({
  type: "object",
  required: ["ok", "value"],
  properties: { ok: { const: true }, value },
});

const SECURITY: Record<Audience, readonly Json[]> = {
  visitor: [{ visitToken: [] }],
  agent: [{ session: [] }],
  both: [{ visitToken: [] }, { session: [] }],
};

const answer = (description: string, schema: Json): Json => ({
  description,
  content: { "application/json": { schema } },
});

const failure = (description: string): Json => answer(description, { $ref: "#/components/schemas/Failure" });

interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly body: Json;
  readonly value: unknown;
  readonly security: readonly Json[];
}

const post = ({ id, summary, body, value, security }: Operation): Json => ({
  post: {
    operationId: id,
    summary,
    security,
    parameters: security.length > 0 ? [{ $ref: "#/components/parameters/Protocol" }] : [],
    requestBody: { required: true, content: { "application/json": { schema: body } } },
    responses: {
      200: answer("Done.", success(value)),
      400: failure("The input was refused, or the protocol is not spoken here."),
      ...(security.length > 0 ? { 401: failure("Nobody we know.") } : {}),
      403: failure("Not from this origin, or the other side's command."),
      404: failure("No such thing, or not yours: both are told alike."),
      429: failure("Too much; `retryAfterMs` says when again."),
      default: failure("Refused; the code says why."),
    },
  },
});

const FAILURES: Json = {
  400: failure("The input was refused."),
  401: failure("No key, or none that is good."),
  403: failure("The key is good for something else."),
  404: failure("No such thing, or not yours: both are told alike."),
  429: failure("Too much; `retryAfterMs` says when again."),
  default: failure("Refused; the code says why."),
};

/** What other systems ask with an API key. */
const operationOf = (operation: RestOperation): Json => {
  const { id, summary, parameters, body, value, status } = operation;
  const answered =
    value === null ? { type: "object", properties: {} } : { $ref: `#/components/schemas/${value}` };
  return {
    operationId: id,
    summary,
    security: [{ apiKey: [] }],
    parameters: parameters.map(parameter => ({
      ...{ ...parameter, in: "path", required: true, schema: { type: "string" } },
    })),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: { [status]: answer("Done.", success(answered)), ...FAILURES },
  };
};

const operationPaths = (operations: readonly RestOperation[]): Json => {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: operationOf(operation) };
  }
  return paths;
};

const mergeAudience = (commands: readonly AnyCommand[]): Audience => {
  const audiences = new Set(commands.map(command => command.audience));
  const [only] = audiences;
  return audiences.size === 1 && only !== undefined ? only : "both";
};

export interface Described {
  readonly commands: readonly AnyCommand[];
  readonly operations: readonly RestOperation[];
}

export const openApiOf = ({ commands, operations }: Described, serverUrl: string): Json => {
  const byName = groupByName(commands);
  const paths: Json = {
    "/api/v1/beacon": post({
      id: "beacon",
      summary: "Tells what a visitor does and asks whether a rule may invite.",
      body: schemaOf(beaconSchema),
      value: { $ref: "#/components/schemas/BeaconAnswer" },
      security: [],
    }),
  };
  for (const [name, same] of byName) {
    paths[`/api/v1/commands/${name}`] = post({
      id: name,
      summary: same.map(command => command.summary).join(" "),
      body: schemaOf(commandInputs[name]),
      value: OUTPUTS[name] ?? {},
      security: SECURITY[mergeAudience(same)],
    });
  }
  Object.assign(paths, operationPaths(operations));
  return {
    openapi: "3.1.0",
    info: { title: "Lotse hub", version: "1", license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { ...OUTPUT_PARTS, Error: ERROR, Failure: FAILURE },
      parameters: { Protocol: PROTOCOL },
      securitySchemes: {
        visitToken: {
          type: "http",
          scheme: "bearer",
          description: "The visit token that a beacon answers. From a browser only on the site's origins.",
        },
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "A key that an administrator issued for another system (`apiKey:add`).",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "lotse.session_token",
          description: "The agent's session, with the console's own origin in `Origin`.",
        },
      },
    },
  };
};

const PROTOCOL: Json = {
  name: "Lotse-Protocol",
  in: "header",
  required: false,
  description: "The wire version the caller was written for; today's without it. See docs/adr/0009.",
  schema: { type: "integer", minimum: PROTOCOL_OLDEST, maximum: PROTOCOL_VERSION },
};

const groupByName = (
  commands: readonly AnyCommand[],
): ReadonlyMap<AnyCommand["name"], readonly AnyCommand[]> => {
  const groups = new Map<AnyCommand["name"], AnyCommand[]>();
  for (const command of commands) groups.set(command.name, [...(groups.get(command.name) ?? []), command]);
  return groups;
};
