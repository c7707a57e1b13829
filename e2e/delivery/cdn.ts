/** Another origin whose style sheets and pictures the site's pages use, without leave for anybody's scripts to read them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#008000"/></svg>`;
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  "/theme.css": [
    "text/css",
    `@import "more.css"; #box { width: 40px; height: 40px; background: url("box.svg") }`,
  ],
  "/more.css": ["text/css", "#box { border-left: 7px solid }"],
  "/box.svg": ["image/svg+xml", SVG],
};

export interface Cdn {
  readonly host: string;
  readonly origin: string;
  /** Paths asked for by whoever is not a browser: the hub. */
  readonly byHub: readonly string[];
  /** From whose pages browsers asked. */
  readonly byPagesOf: ReadonlySet<string>;
  close(): Promise<void>;
}

export const startCdn = async (): Promise<Cdn> => {
  const byHub: string[] = [];
  const byPagesOf = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (request.headers["user-agent"] === "Lotse") byHub.push(path);
    else byPagesOf.add(new URL(request.headers.referer ?? "http://nobody").origin);
    const [type, body] = FILES[path] ?? [];
    response.writeHead(type === undefined ? 404 : 200, {
      "content-type": type ?? "text/plain",
      "cache-control": "no-store",
    });
    response.end(body);
  });
  // Neither of the names that the demo site has for its own.
  await new Promise<void>(resolve => server.listen(0, "127.0.0.2", resolve));
  const host = `127.0.0.2:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, origin: `http://${host}`, byHub, byPagesOf },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
