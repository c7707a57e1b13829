/**
 * A hub just large enough for the console's pictures and stories: serves the built `dist/` under the policy the real
 * hub uses, signs anyone in, and says what a test tells it to. Real HTTP, real Socket.IO; no logic of Lotse's.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AgentEvents,
  type ErrorCode,
  fail,
  NAMESPACES,
  ok,
  type Result,
  type StreamEvents,
} from "@lotse/protocol";
import { Server, type Socket } from "socket.io";
import { FakeAccounts } from "./fakeAccounts.ts";
import { MIRROR_PAGE, MIRROR_SCRIPT } from "./fakeMirror.ts";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
export const CONSOLE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

export { AGENTS } from "./fakeAccounts.ts";

/** Answers one command. */
export type Answer = (input: never) => Result<unknown> | Promise<Result<unknown>>;

export interface FakeHub {
  readonly url: string;
  readonly accounts: FakeAccounts;
  /** Why the next handshakes are refused; null = they are not. */
  refuseWith: ErrorCode | null;
  /** By command name; a test sets what it needs. */
  readonly answers: Map<string, Answer>;
  /** Every command that came, in order. */
  readonly asked: { readonly name: string; readonly input: unknown }[];
  /** Ends every connection of agents, as a hub does that restarts or revokes; `refuseWith` says how it goes on. */
  dropAgents(): void;
  /** Connections to `/stream` so far. */
  readonly streams: Socket[];
  tell<E extends keyof AgentEvents>(event: E, payload: AgentEvents[E]): void;
  stream<E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void;
  /** The hub goes, and comes back on the same port. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

const sendFile = (response: ServerResponse, path: string) => {
  const file = join(DIST, normalize(path));
  if (!file.startsWith(DIST) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-security-policy": CONSOLE_CSP,
  });
  createReadStream(file).pipe(response);
};

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : JSON.parse(text);
};

const createHttp = (accounts: FakeAccounts) => async (request: IncomingMessage, response: ServerResponse) => {
  const { pathname } = new URL(request.url ?? "/", "http://hub");
  if (pathname === "/mirror") {
    response.writeHead(200, { "content-type": "text/html" }).end(MIRROR_PAGE);
  } else if (pathname === "/mirror.js") {
    response.writeHead(200, { "content-type": "text/javascript" }).end(MIRROR_SCRIPT);
  } else if (pathname.startsWith("/console/")) {
    // As the hub does: a path that is no file is a place inside the console.
    sendFile(response, extname(pathname) === "" ? "index.html" : pathname.slice("/console/".length));
  } else {
    const answer = accounts.answer(pathname, await readBody(request));
    if (answer === null) response.writeHead(404).end();
    else json(response, answer[1], answer[0]);
  }
};

export const startFakeHub = async (): Promise<FakeHub> => {
  const answers = new Map<string, Answer>();
  const asked: FakeHub["asked"] = [];
  const streams: Socket[] = [];
  const accounts = new FakeAccounts();
  const handle = createHttp(accounts);
  let port = 0;
  let io: Server | null = null;
  let http = createServer();

  const goOnline = async () => {
    http = createServer((request, response) => void handle(request, response));
    io = new Server(http, { serveClient: false });
    io.of(NAMESPACES.agent).use((_socket, next) => {
      const code = hub.refuseWith;
      next(code === null ? undefined : Object.assign(new Error(code), { data: { code } }));
    });
    io.of(NAMESPACES.agent).on("connection", socket => {
      socket.onAny(async (name: string, input: unknown, ack: unknown) => {
        if (typeof ack !== "function") return;
        asked.push({ name, input });
        const answer = answers.get(name);
        ack(
          answer === undefined
            ? fail({ code: "EVENT_UNKNOWN", message: name })
            : await answer(input as never),
        );
      });
    });
    io.of(NAMESPACES.stream).on("connection", socket => streams.push(socket));
    await new Promise<void>(resolve => http.listen(port, "127.0.0.1", resolve));
    port = (http.address() as AddressInfo).port;
  };
  const goOffline = async () => {
    if (io === null) return;
    const closed = new Promise(resolve => http.close(resolve));
    io.disconnectSockets(true);
    io.engine.close();
    io = null;
    // Browsers open connections ahead and keep them; closing would wait for those.
    http.closeAllConnections();
    await closed;
  };
  for (const name of ["typing:set", "conversation:end", "offer:decline"]) answers.set(name, () => ok({}));
  const hub: FakeHub = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    accounts,
    refuseWith: null,
    answers,
    asked,
    streams,
    dropAgents: () => void io?.of(NAMESPACES.agent).disconnectSockets(true),
    tell: (event, payload) => void io?.of(NAMESPACES.agent).emit(event, payload),
    stream: (event, payload) => void io?.of(NAMESPACES.stream).emit(event, payload),
    goOffline,
    goOnline,
    close: goOffline,
  };
  await goOnline();
  return hub;
};
