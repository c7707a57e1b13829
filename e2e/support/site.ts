/** A page of one's own that embeds Lotse by the snippet, on an origin of its own. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestSite {
  readonly url: string;
  close(): Promise<void>;
}

export interface TestSiteOptions {
  readonly hubUrl: string;
  /** Body of each path. */
  readonly pages: Readonly<Record<string, string>>;
  /** Paths of pages that do not embed Lotse. */
  readonly bare?: readonly string[];
  /** Another origin that the site takes style sheets and pictures from. */
  readonly cdn?: string;
}

const policy = (hubUrl: string, cdn: string): string => {
  const socket = hubUrl.replace(/^http/, "ws");
  return `default-src 'self'; script-src 'self' ${hubUrl}; style-src 'self' ${cdn}; connect-src 'self' ${hubUrl} ${socket}; img-src 'self' ${hubUrl} ${cdn}`;
};

const html = (body: string, snippet: string): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Testseite</title>` +
  `${snippet}</head><body>${body}</body></html>`;

export const serveSite = async ({
  hubUrl,
  pages,
  bare = [],
  cdn = "",
}: TestSiteOptions): Promise<TestSite> => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const body = Object.hasOwn(pages, path) ? pages[path] : undefined;
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy(hubUrl, cdn),
    });
    const snippet = bare.includes(path) ? "" : `<script async src="${hubUrl}/s/demo.js"></script>`;
    response.end(body === undefined ? "" : html(body, snippet));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
