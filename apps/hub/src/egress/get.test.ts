import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createGet, type GetRequest } from "./get.ts";
import type { PinnedDeps } from "./pinned.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const get = (
  url: string,
  {
    allowed = [],
    mayGo = () => true,
    ...deps
  }: Omit<Partial<PinnedDeps>, "allowed"> & {
    readonly allowed?: readonly string[];
    readonly mayGo?: GetRequest["mayGo"];
  } = {},
) =>
  createGet({ ...deps, allowed: new Set(allowed) })({
    ...{ url, mayGo, accept: "image/*" },
    bytesMax: type => (type === "image/png" ? 1_000 : null),
  });

const codeOf = (...asked: Parameters<typeof get>): Promise<string> =>
  get(...asked).then(
    ({ bytes }) => `ok ${bytes.length}`,
    error => error.code ?? String(error),
  );

const png =
  (bytes: number, headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { "content-type": "image/png", ...headers }).end(Buffer.alloc(bytes));

describe("what is not fetched", () => {
  it.each([
    ...["http://example.com/a.png", "ftp://example.com/", "file:///etc/passwd", "data:image/png;base64,AA"],
    ...[
      "https://u:p@example.com/",
      "https://example.com:8443/",
      "https://example.com:80/",
      "nonsense",
      "//x/y",
    ],
    ...[
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
    ],
    ...["https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/"],
    ...["https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fd00::1]/", "https://[fe80::1]/"],
    ...[
      "https://169.254.169.254/latest/meta-data",
      "https://10.0.0.1/",
      "https://192.168.1.1/",
      "https://0/",
    ],
    ...["https://100.64.0.1/", "https://①②⑦.0.0.1/", "https://127。0。0。1/"],
  ])("%s", async url => expect(await codeOf(url)).toBe("URL_NOT_ALLOWED"));

  it.each([[["10.0.0.5"]], [["93.184.216.34", "::1"]], [["::ffff:10.0.0.1"]]])(
    "a name that is answered with %s",
    async addresses => {
      const resolve = async () => addresses;
      expect(await codeOf("https://cdn.example/a.png", { resolve })).toBe("URL_NOT_ALLOWED");
    },
  );

  it("what the site does not allow: nobody is asked, not even for the name", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return ["93.184.216.34"];
    };
    const mayGo = (url: URL): boolean => url.origin === "https://cdn.example";
    const code = await codeOf("https://cdn.example.evil.example/a.png", { resolve, mayGo });
    expect([code, asked]).toEqual(["URL_NOT_ALLOWED", 0]);
  });
});

describe("an answer", () => {
  it("is fetched from the address that was looked at, without anything of whoever asks", async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    const host = await serve((request, response) => {
      ({ headers } = request);
      png(10)(request, response);
    });
    const port = host.split(":")[1];
    const resolve = async () => ["127.0.0.1"];
    const name = `cdn.example:${port}`;
    expect(await codeOf(`http://${name}/a.png`, { allowed: [name], resolve })).toBe("ok 10");
    const { connection: _, ...told } = headers;
    expect(told).toEqual({
      ...{ accept: "image/*", "accept-encoding": "identity", host: name, "user-agent": "Lotse" },
    });
  });

  it.each<[string, string, RequestListener]>([
    [
      "of another type",
      "CONTENT_TYPE",
      (_, to) => void to.writeHead(200, { "content-type": "text/html" }).end(),
    ],
    ["of no type", "CONTENT_TYPE", (_, to) => void to.writeHead(200).end("x")],
    ["with exactly what it may have", "ok 1000", png(1_000)],
    ["with more than it may have", "PAYLOAD_TOO_LARGE", png(1_001)],
    ["that says more than it may have", "PAYLOAD_TOO_LARGE", png(0, { "content-length": "1001" })],
    [
      "that does not end",
      "PAYLOAD_TOO_LARGE",
      (_, to) => {
        to.writeHead(200, { "content-type": "image/png" });
        const more = (): void => void (to.destroyed || to.write("x".repeat(8_192), more));
        more();
      },
    ],
    [
      "packed, though small: it may hold anything",
      "CONTENT_TYPE",
      (_, to) => {
        const bomb = gzipSync(Buffer.alloc(10_000_000));
        to.writeHead(200, { "content-type": "image/png", "content-encoding": "gzip" }).end(
          bomb.subarray(0, 900),
        );
      },
    ],
    ["that is none", "UNAVAILABLE", (_, to) => void to.writeHead(404).end()],
    ["of a part", "UNAVAILABLE", (_, to) => void to.writeHead(206, { "content-type": "image/png" }).end()],
    [
      "cut off",
      "UNAVAILABLE",
      (_, to) => {
        to.writeHead(200, { "content-type": "image/png", "content-length": "100" });
        to.write("x", () => to.destroy());
      },
    ],
  ])("%s is %s", async (_title, code, listener) => {
    const host = await serve(listener);
    expect(await codeOf(`http://${host}/`, { allowed: [host] })).toBe(code);
  });

  it.each<[string, RequestListener]>([
    ["never comes", () => {}],
    ["comes drop by drop", (_, to) => void to.writeHead(200, { "content-type": "image/png" }).write("x")],
  ])("that %s is not waited for", async (_title, listener) => {
    const host = await serve(listener);
    expect(await codeOf(`http://${host}/`, { allowed: [host], timeoutMs: 60 })).toBe("TIMEOUT");
  });

  it("is not waited for where the name is not found out", async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await codeOf("https://slow.example/", { resolve, timeoutMs: 30 })).toBe("TIMEOUT");
  });
});

describe("a redirect", () => {
  const leading = (to: string): Promise<string> =>
    serve((request, response) => {
      if (request.url === "/end") png(10)(request, response);
      else response.writeHead(302, { location: to }).end();
    });

  it("is followed where one may go", async () => {
    const host = await leading("/end");
    const got = await get(`http://${host}/start`, { allowed: [host] });
    expect([got.url, got.bytes.length]).toEqual([`http://${host}/end`, 10]);
  });

  it.each([
    "http://127.0.0.1:1/",
    "https://10.0.0.1/",
    "https://169.254.169.254/",
    "file:///etc/passwd",
    "http://[",
  ])("to %s is not", async to => {
    const host = await leading(to);
    expect(await codeOf(`http://${host}/`, { allowed: [host] })).toBe("URL_NOT_ALLOWED");
  });

  it("to an origin that the site does not allow is not, though anybody might go there", async () => {
    const other = await serve(png(10));
    const host = await leading(`http://${other}/`);
    const allowed = [host, other];
    expect(await codeOf(`http://${host}/`, { allowed })).toBe("ok 10");
    const mayGo = (url: URL): boolean => url.host === host;
    expect(await codeOf(`http://${host}/`, { allowed, mayGo })).toBe("URL_NOT_ALLOWED");
  });

  it("that leads back to itself ends", async () => {
    const host = await leading("/again");
    expect(await codeOf(`http://${host}/`, { allowed: [host] })).toBe("UNAVAILABLE");
  });
});
