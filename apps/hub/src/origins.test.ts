import { describe, expect, it } from "vitest";
import { fromOwnOrigin, originAllowed, originMatches } from "./origins.ts";

describe("originMatches", () => {
  it.each([
    ["https://shop.example", "https://shop.example"],
    ["https://shop.example:8443", "https://shop.example:8443"],
    ["http://localhost:*", "http://localhost:3301"],
    ["http://localhost:*", "http://localhost"],
    ["http://127.0.0.1:*", "http://127.0.0.1:65535"],
    ["http://[::1]:*", "http://[::1]:8080"],
  ])("%s allows %s", (pattern, origin) => {
    expect(originMatches(pattern, origin)).toBe(true);
  });

  it.each([
    ["https://shop.example", "https://shop.example.evil.com"],
    ["https://shop.example", "https://evilshop.example"],
    ["https://shop.example", "http://shop.example"],
    ["https://shop.example", "https://shop.example:8443"],
    ["https://shop.example", "https://shop.example/"],
    ["https://shop.example", "https://SHOP.example"],
    ["https://shop.example", "null"],
    ["https://shop.example", ""],
    ["null", "null"],
    ["http://localhost:*", "http://localhost:3301.evil.com"],
    ["http://localhost:*", "http://localhost.evil.com:80"],
    ["http://localhost:*", "http://localhost:80@evil.com"],
    ["http://localhost:*", "https://localhost:3301"],
    ["http://localhost:*", "http://localhost:*"],
    ["http://localhost:*", "http://localhost:3301/path"],
    ["http://localhost:*", "http://evil\n://localhost:1"],
    ["https://*", "https://shop.example"],
    ["https://*.example", "https://shop.example"],
    ["*", "https://shop.example"],
    [":*", "https://shop.example"],
  ])("%s refuses %j", (pattern, origin) => {
    expect(originMatches(pattern, origin)).toBe(false);
  });

  it("allows what any of the patterns allows, and nothing if there are none", () => {
    expect(originAllowed(["https://a.example", "https://b.example"], "https://b.example")).toBe(true);
    expect(originAllowed([], "https://a.example")).toBe(false);
  });
});

describe("fromOwnOrigin", () => {
  const own = ["https://hub.example"];

  it.each([
    [{ origin: "https://hub.example" }, true],
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ origin: "https://shop.example", "sec-fetch-site": "same-origin" }, false],
    [{ origin: "null" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{}, false],
  ])("%j is ours: %s", (headers, expected) => {
    expect(fromOwnOrigin(headers, own)).toBe(expected);
  });
});
