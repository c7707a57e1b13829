/** A site on an origin of its own, with the strictest policy the widget promises to live with. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeSite {
  readonly url: string;
  close(): void;
}

const page = (hub: string, lang: string, body: string) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nordwind</title><link rel="stylesheet" href="/site.css"><script async src="${hub}/s/demo.js"></script></head>
<body>${body}</body></html>`;

const CSS = `body { margin: 0; padding: 40px; font: 16px/1.5 system-ui; background: #f4f6f8; color: #223; }
main { max-width: 760px; } label { display: block; margin: 12px 0; } div:empty { display: none; }
button { background: lime; font-size: 40px; } lotse-widget { display: none; }
@media (prefers-color-scheme: dark) { body { background: #16202a; color: #dde; } }
.bottom { position: fixed; right: 30px; bottom: 120px; }`;

export const DEFAULT_BODY = `<main><h1>Kfz-Versicherung</h1><p>Berechnen Sie Ihren Beitrag in wenigen Minuten.</p>
<form data-lotse-form="quote"><label>Name <input name="name"></label><label>PLZ <input name="zip"></label>
<label>Passwort <input type="password" name="password"></label></form>
<p><button data-lotse-open="Kfz">Fragen?</button> <a href="/second">Weiter</a></p></main>`;

export const startSite = async (options: {
  readonly hub: string;
  readonly pages?: Readonly<Record<string, string>>;
}): Promise<FakeSite> => {
  const { hub, pages = {} } = options;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://site");
    const ws = hub.replace("http", "ws");
    response.setHeader(
      "content-security-policy",
      `default-src 'self'; script-src 'self' ${hub}; style-src 'self'; connect-src 'self' ${hub} ${ws}; img-src 'self' ${hub}`,
    );
    if (url.pathname === "/site.css") {
      response.setHeader("content-type", "text/css");
      response.end(CSS);
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (url.pathname === "/without") {
      response.end(`<!doctype html><title>Ohne</title><button>Fenster</button> <a href="/second">Zurück</a>`);
      return;
    }
    response.end(page(hub, url.searchParams.get("lang") ?? "de", pages[url.pathname] ?? DEFAULT_BODY));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
