/**
 * A hub of a few lines for the widget's browser tests: serves the built bundles, answers beacons, speaks Socket.IO, and
 * does what a test says. Holds one visit. Every request and packet it got can be looked at.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket as NetSocket } from "node:net";
import {
  acknowledge,
  type Beacon,
  type BeaconDecision,
  type CobrowseView,
  type CommandInput,
  type CommandName,
  type ContactOutlook,
  type ConversationView,
  type GrantsView,
  type IdentifiedView,
  type InvitationMissed,
  type InvitationView,
  type Message,
  PROTOCOL_VERSION,
  type Result,
  type SiteConfig,
  type StreamEvents,
  type VisitorEvents,
} from "@lotse/protocol";
import { Server, type Socket } from "socket.io";

const DIST = new URL("../dist/", import.meta.url);
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const ANNA = { id: uuid(900) as never, name: "Anna Petersen" };
export const RULE = uuid(500) as never;

/** Somebody is there for whoever comes. */
export const FREE: ContactOutlook = {
  queue: null,
  state: "free",
  opensAtMs: null,
  position: null,
  expectedMs: null,
  lowMs: null,
  highMs: null,
  alternatives: [],
};

const json = (response: ServerResponse, body: unknown) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
};

export class FakeHub {
  url = "";
  site: Partial<SiteConfig> = {};
  agent = ANNA;
  readonly beacons: Beacon[] = [];
  readonly commands: { readonly name: CommandName; readonly input: unknown }[] = [];
  readonly packets: Buffer[] = [];
  readonly messages: Message[] = [];
  conversation: ConversationView | null = null;
  /** The last one that is over. */
  ended: ConversationView | null = null;
  invitation: InvitationView | null = null;
  /** What who comes back is told of the last one. */
  missed: InvitationMissed | null = null;
  cobrowse: CobrowseView | null = null;
  /** What who looks is told. */
  outlook: ContactOutlook = FREE;
  /** Of its rules; a page that goes by an older one is told so. Null: the hub does not count. */
  revision: number | null = null;
  /** Beacons are taken, and their answers lost. */
  losesAnswers = false;
  /** What a beacon that asks is told. */
  decide: (beacon: Beacon) => readonly BeaconDecision[] = () => [];
  /** Answers instead of the usual, by command. */
  readonly answers = new Map<CommandName, Result<unknown>>();
  /** Who the hub says a proof is, in this order; what it was asked with. */
  readonly identities: Result<IdentifiedView>[] = [];
  readonly proofs: { readonly token: unknown; readonly authorization: string | undefined }[] = [];
  /** Connections wait this long before they are let in. */
  admitAfterMs = 0;
  /** The stream's next segment. */
  segment = 1;
  /** What the page that shares said besides packets. */
  readonly heard: { readonly event: string; readonly payload: unknown }[] = [];
  /** Told to each page that comes to share. */
  grants: GrantsView = { given: [], asked: null, answered: null };
  /** Pages that ever sent, reconnects included. */
  sources = 0;
  #source: Socket | null = null;
  #ids = 0;
  readonly #http = createServer((request, response) => void this.#serve(request, response));
  readonly #io = new Server(this.#http, { cors: { origin: "*" } });
  readonly #connections = new Set<NetSocket>();

  async start(): Promise<this> {
    this.#http.on("connection", (connection: NetSocket) => {
      this.#connections.add(connection);
      connection.once("close", () => this.#connections.delete(connection));
    });
    await new Promise<void>(resolve => this.#http.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    this.#io.of("/visitor").use((_socket, next) => setTimeout(next, this.admitAfterMs));
    this.#io.of("/visitor").on("connection", socket => this.#visitor(socket));
    this.#io.of("/stream").on("connection", socket => {
      // One page at a time: the one that comes takes the other's place.
      this.sources++;
      this.#source?.disconnect();
      this.#source = socket;
      socket.emit("stream:opened", { nextSegment: this.segment, masking: { strict: false, rules: [] } });
      socket.emit("stream:grants", this.grants);
      socket.onAny((event: string, payload: unknown) => {
        if (event !== "stream:frames") this.heard.push({ event, payload });
      });
      socket.on("stream:frames", (packet: Buffer) => {
        this.packets.push(packet);
        this.segment = Math.max(this.segment, packet.readUInt32BE(1) + 1);
      });
    });
    return this;
  }

  async close(): Promise<void> {
    const closed = this.#io.close();
    // A page that was just coming back is not yet a client Socket.IO could close, and would be waited for.
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  id(): string {
    return uuid(++this.#ids);
  }

  get sockets(): number {
    return this.#io.of("/visitor").sockets.size;
  }

  tell<E extends keyof VisitorEvents>(event: E, payload: VisitorEvents[E]): void {
    this.#io.of("/visitor").emit(event, payload);
  }

  /** Tells the page that shares. */
  tellSource<E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void {
    this.#source?.emit(event, payload);
  }

  /** What the visitor lets the agent do is another now. */
  tellGrants(grants: Partial<GrantsView>): void {
    this.grants = { given: [], asked: null, answered: null, ...grants };
    this.tellSource("stream:grants", this.grants);
  }

  /** Cuts every connection, as a restart would. */
  cut(): void {
    this.#io.disconnectSockets(true);
    for (const namespace of ["/visitor", "/stream"]) {
      for (const socket of this.#io.of(namespace).sockets.values()) socket.conn.close();
    }
  }

  offer(text = "Kann ich Ihnen bei Ihrem Angebot helfen?"): InvitationView {
    this.invitation = {
      id: this.id() as never,
      ruleId: RULE,
      agent: this.agent,
      text: { de: text, en: "Can I help you with your quote?" },
      expiresAtMs: Date.now() + 60_000,
    };
    return this.invitation;
  }

  converse(state: ConversationView["state"], more: Partial<ConversationView> = {}): ConversationView {
    const agent = state === "waiting" ? null : this.agent;
    this.conversation = {
      id: this.conversation?.id ?? (this.id() as never),
      visitId: uuid(700) as never,
      state,
      agent,
      topic: null,
      position: state === "waiting" ? 2 : null,
      openedAtMs: Date.now(),
      endedAtMs: null,
      lastSeq: this.messages.length,
      receipts: {
        visitor: { deliveredSeq: 0, readSeq: 0 },
        agent: this.conversation?.receipts.agent ?? { deliveredSeq: 0, readSeq: 0 },
      },
      ...more,
    };
    this.tell("conversation:changed", this.conversation);
    return this.conversation;
  }

  endConversation(): void {
    this.ended = this.converse("ended");
    this.conversation = null;
  }

  say(author: Message["author"], body: Message["body"], clientId = this.id()): Message {
    if (this.conversation === null) throw new Error("no conversation");
    const message: Message = {
      conversationId: this.conversation.id,
      seq: this.messages.length + 1,
      clientId: clientId as never,
      author,
      body,
      sentAtMs: Date.now(),
    };
    this.messages.push(message);
    this.conversation = { ...this.conversation, lastSeq: message.seq };
    this.tell("message:sent", { conversationId: message.conversationId, messages: [message] });
    return message;
  }

  agentSays(text: string): Message {
    return this.say({ kind: "agent", agent: this.agent }, { kind: "text", text });
  }

  share(state: CobrowseView["state"]): CobrowseView {
    this.cobrowse = {
      id: this.cobrowse?.id ?? (this.id() as never),
      conversationId: (this.conversation?.id ?? this.id()) as never,
      agent: this.agent,
      state,
      requestedAtMs: Date.now(),
      startedAtMs: state === "active" ? Date.now() : null,
      endedAtMs: null,
      endedBy: null,
    };
    this.tell("cobrowse:changed", this.cobrowse);
    return this.cobrowse;
  }

  #visitor(socket: Socket): void {
    socket.onAny((name: CommandName, input: unknown, ack: (answer: unknown) => void) => {
      this.commands.push({ name, input });
      ack(this.answers.get(name) ?? { ok: true, value: this.#answer(name, input) });
    });
  }

  #answer(name: CommandName, input: unknown): unknown {
    const { conversation, invitation, cobrowse } = this;
    switch (name) {
      case "visit:resume":
        return {
          serverNowMs: Date.now(),
          conversation,
          invitation,
          ...(this.missed && { missed: this.missed }),
          cobrowse,
        };
      case "contact:look":
        return { contact: this.outlook };
      case "invitation:answer":
        this.invitation = null;
        if ((input as CommandInput<"invitation:answer">).answer === "decline") return { outcome: "declined" };
        return { outcome: "assigned", conversation: this.converse("active") };
      case "conversation:open":
        return { conversation: this.converse("waiting") };
      case "message:send": {
        const outcomes = (input as CommandInput<"message:send">).messages.map(({ text, clientId }) => {
          const known = this.messages.find(message => message.clientId === clientId);
          if (known === undefined && this.conversation === null)
            return { ok: false, code: "CONVERSATION_CLOSED" } as const;
          const message = known ?? this.say({ kind: "visitor" }, { kind: "text", text }, clientId);
          return { ok: true, message, duplicate: known !== undefined } as const;
        });
        return acknowledge(outcomes);
      }
      case "conversation:resume": {
        const { afterSeq } = input as CommandInput<"conversation:resume">;
        return {
          conversation: conversation ?? this.ended,
          messages: this.messages.slice(afterSeq),
          more: false,
        };
      }
      case "receipt:mark":
        return input;
      case "conversation:end":
        this.endConversation();
        return {};
      case "cobrowse:answer": {
        const { answer } = input as CommandInput<"cobrowse:answer">;
        return { cobrowse: this.share(answer === "accept" ? "active" : "declined") };
      }
      case "cobrowse:share":
        return { cobrowse: this.share("active") };
      case "cobrowse:stop": {
        const ended = this.share("ended");
        this.cobrowse = null;
        return { cobrowse: ended };
      }
      default:
        return {};
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type, authorization");
    const path = new URL(request.url ?? "/", "http://hub").pathname;
    try {
      if (path.startsWith("/socket.io/")) return;
      if (request.method === "OPTIONS") response.end();
      else if (path === "/api/v1/beacon") {
        const beacon = JSON.parse(await bodyOf(request)) as Beacon;
        this.beacons.push(beacon);
        if (this.losesAnswers) {
          response.destroy();
          return;
        }
        const decisions = beacon.asks.length > 0 ? this.decide(beacon) : [];
        const isOld = this.revision !== null && (beacon.revision ?? this.revision) < this.revision;
        json(response, {
          ok: true,
          value: {
            ...{ visitId: uuid(700), token: "token", decisions, inContact: this.conversation !== null },
            ...(isOld ? { rulesChanged: true } : {}),
          },
        });
      } else if (path === "/api/v1/commands/visitor:identify") {
        const { token } = JSON.parse(await bodyOf(request)) as { token: unknown };
        this.proofs.push({ token, authorization: request.headers.authorization });
        json(
          response,
          this.identities.shift() ?? { ok: true, value: { contactId: uuid(800), name: "Berta" } },
        );
      } else if (path.startsWith("/api/v1/commands/")) {
        const name = path.slice("/api/v1/commands/".length) as CommandName;
        const input: unknown = JSON.parse(await bodyOf(request));
        this.commands.push({ name, input });
        json(response, this.answers.get(name) ?? { ok: true, value: this.#answer(name, input) });
      } else if (path === "/s/demo.js") {
        const loader = await readFile(new URL("loader.js", DIST), "utf8");
        const files = JSON.parse(await readFile(new URL("widget.json", DIST), "utf8")) as Record<
          string,
          string
        >;
        const site: SiteConfig = {
          key: "demo",
          hub: this.url,
          protocol: PROTOCOL_VERSION,
          enabled: true,
          language: "de",
          rules: [],
          modules: {
            core: `${this.url}/m/${files.core}`,
            reader: `${this.url}/m/${this.site.watch ? files.observers : files.reader}`,
            aside: `${this.url}/m/${files.aside}`,
          },
          strictMasking: false,
          ...this.site,
        };
        response.setHeader("content-type", "text/javascript");
        response.end(loader.replace("__LOTSE_SITE__", () => JSON.stringify(site)));
      } else if (/^\/m\/[\w.-]+\.js$/.test(path)) {
        response.setHeader("content-type", "text/javascript");
        response.end(await readFile(new URL(`modules/${path.slice(3)}`, DIST)));
      } else {
        response.statusCode = 404;
        response.end();
      }
    } catch {
      response.statusCode = 500;
      response.end();
    }
  }
}
