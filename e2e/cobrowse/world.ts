/**
 * The two sides of a co-browsing session without a hub between them: a site whose pages record themselves, and a
 * console page that holds the mirror under the hub's own policy. A third origin stands for everybody else.
 */
import { readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { constants, inflateRawSync } from "node:zlib";
import { encodePacket, type MaskRule } from "@lotse/protocol";
import { test as base, type Page } from "@playwright/test";
import { mirrorHeaders } from "../../apps/hub/src/features/cobrowse/mirrorPolicy.ts";
import { SegmentEncoder } from "../../packages/cobrowse/src/capture/SegmentEncoder.ts";
import { buildPages } from "./build.ts";

export interface WireFrame {
  readonly segment: number;
  readonly seq: number;
  readonly bytes: string;
}

export interface World {
  readonly site: string;
  readonly console: string;
  readonly foreign: string;
  /** Paths asked of the foreign origin. */
  readonly foreignRequests: string[];
  /** What pages posted since the last call. */
  posted(): Buffer[];
  /** Serves `html` (with the capture script in front) at a path of the site's. */
  page(path: string, html: string, headers?: Record<string, string>): string;
  /** What the hub has below `/mirror/fetched/`. */
  serveMirrorAssets(handler: Handler): void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const listen = async (handler: Handler): Promise<{ server: Server; origin: string }> => {
  const server = createServer(handler);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const send = (response: ServerResponse, type: string, body: string | Buffer, headers = {}): void => {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, ...headers }).end(body);
};

const receive = (request: IncomingMessage, response: ServerResponse, posts: Buffer[]): void => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    posts.push(Buffer.concat(chunks));
    response.writeHead(204).end();
  });
};

const CONSOLE_PAGE = `<!doctype html><style>html,body,iframe{margin:0;height:100%;width:100%;border:0;display:block}</style>
<iframe id="mirror" src="/mirror/mirror.html" sandbox="allow-scripts allow-same-origin" referrerpolicy="no-referrer"></iframe>
<script>
  const messages = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = event => messages.push(event.data);
  document.getElementById("mirror").addEventListener("load", event =>
    event.target.contentWindow.postMessage("lotse:mirror", location.origin, [channel.port2]));
  window.toMirror = base64 => {
    const bytes = Uint8Array.from(atob(base64), char => char.charCodeAt(0));
    channel.port1.postMessage({ kind: "packet", bytes: bytes.buffer }, [bytes.buffer]);
  };
  window.tellMirror = message => channel.port1.postMessage(message);
  window.resetMirror = () => channel.port1.postMessage({ kind: "reset" });
  window.fromMirror = messages;
</script>`;

export const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
    async ({}, use) => {
      const built = await buildPages();
      const pages = new Map<string, { html: string; headers: Record<string, string> }>();
      const foreignRequests: string[] = [];
      const posts: Buffer[] = [];
      const scripts = new Map(
        ["/capture.js", "/extras.js"].map(path => [
          path,
          readFileSync(join(built, `capture${path}`), "utf8"),
        ]),
      );
      let assets: Handler | null = null;
      const site = await listen((request, response) => {
        const path = new URL(request.url ?? "/", "http://site").pathname;
        const page = pages.get(path);
        if (request.method === "POST") receive(request, response, posts);
        else if (scripts.has(path)) send(response, "text/javascript", scripts.get(path) ?? "");
        else if (path.endsWith(".css")) send(response, "text/css", "h1 { color: rgb(1, 2, 3) }");
        else if (page === undefined) response.writeHead(404).end();
        else send(response, "text/html", page.html, page.headers);
      });
      const foreign = await listen((request, response) => {
        foreignRequests.push(request.url ?? "");
        response.writeHead(404).end();
      });
      const agent = await listen((request, response) => {
        const path = new URL(request.url ?? "/", "http://console").pathname;
        if (path === "/") return send(response, "text/html", CONSOLE_PAGE);
        if (path.startsWith("/mirror/fetched/") && assets !== null) return assets(request, response);
        const type = path.endsWith(".js")
          ? "text/javascript"
          : path.endsWith(".css")
            ? "text/css"
            : "text/html";
        const policy = mirrorHeaders({
          ...{ siteOrigins: [site.origin], consoleOrigin: agent.origin },
          mirrorUrl: `${agent.origin}/mirror`,
        });
        try {
          send(response, type, readFileSync(join(built, path)), policy);
        } catch {
          response.writeHead(404).end();
        }
      });
      await use({
        site: site.origin,
        console: agent.origin,
        foreign: foreign.origin,
        foreignRequests,
        posted: () => posts.splice(0),
        page: (path, html, headers = {}) => {
          const recorder = '<script src="/extras.js"></script><script src="/capture.js"></script>';
          pages.set(path, { html: html + recorder, headers });
          return site.origin + path;
        },
        serveMirrorAssets: handler => {
          assets = handler;
        },
      });
      for (const { server } of [site, foreign, agent]) {
        server.closeAllConnections();
        server.close();
      }
      rmSync(built, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
});

/** Starts recording in the page. */
export const record = (
  page: Page,
  options: {
    filtered: boolean;
    strict?: boolean;
    rules?: readonly MaskRule[];
    own?: string;
    extras?: boolean;
    digestMs?: number;
  },
) =>
  page.evaluate(({ own, ...rest }) => {
    const elements = own === undefined ? [] : [...document.querySelectorAll(own)];
    Object.assign(window, { capture: window.lotseTest.start({ ...rest, own: elements }) });
  }, options);

/** What was recorded since the last call; waits until the recorder has nothing more to say. */
export const frames = async (page: Page): Promise<WireFrame[]> => {
  const taken: WireFrame[] = [];
  for (let quiet = 0; quiet < 2; ) {
    await page.evaluate(
      () => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 60)), 0)),
    );
    const more = await page.evaluate(() => window.lotseTest.take());
    quiet = more.length === 0 ? quiet + 1 : 0;
    taken.push(...more);
  }
  return taken;
};

/** Every frame inflated by Node's zlib, segment by segment: what an eavesdropper on the wire could read. */
export const readable = (wire: readonly WireFrame[]): string => {
  const segments = new Map<number, Buffer[]>();
  for (const frame of wire) {
    const list = segments.get(frame.segment) ?? [];
    list.push(Buffer.from(frame.bytes, "base64"));
    segments.set(frame.segment, list);
  }
  return [...segments.values()]
    .map(list =>
      inflateRawSync(Buffer.concat(list), { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8"),
    )
    .join("");
};

/** The same frame by frame: what each of them adds. And all of it at once, for what was cut in two. */
export const readableFrames = (wire: readonly WireFrame[]): string[] => {
  const segments = [...new Set(wire.map(frame => frame.segment))];
  const each = segments.flatMap(segment => {
    const list = wire.filter(frame => frame.segment === segment);
    const upTo = list.map((_, at) => readable(list.slice(0, at + 1)));
    return upTo.map((text, at) => text.slice(upTo[at - 1]?.length ?? 0));
  });
  return [...each, readable(wire)];
};

/** Events as a recorder would send them, whoever made them up. */
export const wireOf = (events: readonly unknown[], segment: number): WireFrame[] => {
  const wire: WireFrame[] = [];
  const encoder = new SegmentEncoder(segment, frame =>
    wire.push({ ...frame, bytes: Buffer.from(frame.bytes).toString("base64") }),
  );
  for (const event of events) encoder.add(event);
  encoder.flush();
  return wire;
};

/** Hands frames to the mirror as packets, as the console does. */
export const toMirror = async (agent: Page, wire: readonly WireFrame[]): Promise<void> => {
  const packets = wire.map(frame =>
    Buffer.from(
      encodePacket({
        segment: frame.segment,
        firstSeq: frame.seq,
        frames: [new Uint8Array(Buffer.from(frame.bytes, "base64"))],
      }),
    ).toString("base64"),
  );
  await agent.evaluate(list => {
    const send = (window as unknown as { toMirror(packet: string): void }).toMirror;
    for (const packet of list) send(packet);
  }, packets);
};

export const fromMirror = (
  agent: Page,
): Promise<readonly { kind: string; code?: string; same?: boolean }[]> =>
  agent.evaluate(() => (window as unknown as { fromMirror: { kind: string }[] }).fromMirror);

/** Opens the console page and waits until the mirror has taken its port. */
export const openMirror = async (agent: Page, world: World): Promise<void> => {
  await agent.goto(world.console);
  await agent.waitForFunction(() =>
    (window as unknown as { fromMirror: { kind: string }[] }).fromMirror.some(({ kind }) => kind === "ready"),
  );
};
