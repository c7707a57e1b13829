import { expect, it } from "vitest";
import { clientAddress } from "./address.ts";

const request = (forwarded: string | undefined) =>
  ({ headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress: "10.0.0.1" } }) as never;

it.each([
  ["nobody is trusted, whatever the client claims", "6.6.6.6", 0, "10.0.0.1"],
  ["our own proxy saw the client", "1.2.3.4", 1, "1.2.3.4"],
  ["the client put one in front", "6.6.6.6, 1.2.3.4", 1, "1.2.3.4"],
  ["two proxies", "6.6.6.6, 1.2.3.4, 5.6.7.8", 2, "1.2.3.4"],
  ["fewer hops than trusted", "1.2.3.4", 2, "10.0.0.1"],
  ["no header", undefined, 1, "10.0.0.1"],
])("%s", (_case, forwarded, hops, expected) => {
  expect(clientAddress(request(forwarded), hops)).toBe(expected);
});
