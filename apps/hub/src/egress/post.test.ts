import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { createPost, type PostDeps } from "./post.ts";

describe("what is anybody's on the internet", () => {
  it.each(["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450:4001:82b::200e"])(
    "%s is",
    address => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...["127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...[
      "169.254.169.254",
      "100.64.0.1",
      "192.0.2.1",
      "198.18.0.1",
      "203.0.113.7",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...[
      "::",
      "::1",
      "fe80::1",
      "fc00::1",
      "fd12:3456::1",
      "ff02::1",
      "2001:db8::1",
      "2001::1",
      "2002:7f00:1::",
    ],
    ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "::127.0.0.1"],
    ...["", "localhost", "1.1.1", "0x7f000001", "2130706433", "1.1.1.1 "],
  ])("%s is not", address => expect(isPublicAddress(address)).toBe(false));
});

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

const codeOf = async (url: string, deps: Partial<PostDeps> = {}): Promise<string> => {
  const post = createPost({ allowed: new Set(), ...deps });
  const sent = post({ url, body: "{}", headers: {} });
  return sent.then(
    () => "taken",
    error => error.code ?? String(error),
  );
};

describe("what is not called", () => {
  it.each([
    ...[
      "http://example.com/",
      "ftp://example.com/",
      "file:///etc/passwd",
      "https://u:p@example.com/",
      "nonsense",
    ],
    ...["https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/"],
    ...["https://[::ffff:7f00:1]/", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1:8443/"],
  ])("%s", async url => {
    expect(await codeOf(url)).toBe("URL_NOT_ALLOWED");
  });

  it("a name of which one address is private, however public the others are", async () => {
    const resolve = async () => ["93.184.216.34", "10.0.0.5"];
    expect(await codeOf("https://two-faced.example/", { resolve })).toBe("URL_NOT_ALLOWED");
  });

  it("a name that becomes private after the look: it is looked up once, and that address is called", async () => {
    const looks: string[] = [];
    const host = await serve((_request, response) => void response.writeHead(204).end());
    const port = host.split(":")[1];
    const resolve = async (name: string) => {
      looks.push(name);
      return looks.length === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
    };
    const allowed = new Set([`rebinding.example:${port}`]);
    expect(await codeOf(`http://rebinding.example:${port}/`, { allowed, resolve })).toBe("taken");
    expect(looks).toEqual(["rebinding.example"]);
  });

  it("plain http, unless the host with its port was named by whoever runs the hub", async () => {
    const host = await serve((_request, response) => void response.writeHead(200).end("thanks"));
    expect(await codeOf(`http://${host}/`)).toBe("URL_NOT_ALLOWED");
    expect(await codeOf(`http://${host}/`, { allowed: new Set(["127.0.0.1"]) })).toBe("URL_NOT_ALLOWED");
    expect(await codeOf(`http://${host}/`, { allowed: new Set([host]) })).toBe("taken");
  });
});

describe("an answer", () => {
  it.each([301, 302, 307, 400, 404, 500])("of %i is none", async status => {
    let calls = 0;
    const host = await serve((_request, response) => {
      calls += 1;
      response.writeHead(status, { location: "/" }).end();
    });
    expect(await codeOf(`http://${host}/`, { allowed: new Set([host]) })).toBe("UNAVAILABLE");
    expect(calls).toBe(1);
  });

  it("that does not end is cut off", async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write("x".repeat(8_192), more));
      more();
    });
    expect(await codeOf(`http://${host}/`, { allowed: new Set([host]) })).toBe("UNAVAILABLE");
  });

  it("that never comes is not waited for", async () => {
    const host = await serve(() => {});
    const deps = { allowed: new Set([host]), timeoutMs: 50 };
    expect(await codeOf(`http://${host}/`, deps)).toBe("UNAVAILABLE");
    expect(await codeOf("http://127.0.0.1:1/", { allowed: new Set(["127.0.0.1:1"]) })).toBe("UNAVAILABLE");
  });
});
