/**
 * Which addresses are anybody's on the internet: what is not, the hub never calls for somebody else. Private, local, shared, reserved,
 * documentation and multicast ranges of both families, and addresses that carry one of them inside. Pure.
 */
import { BlockList, isIP } from "node:net";

const V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Of the sixth family only 2000::/3 is given out; within it these are not, or lead into the fourth. */
const V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const listOf = (ranges: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, family);
  return list;
};

const notPublic4 = listOf(V4, "ipv4");
const notPublic6 = listOf(V6, "ipv6");
const given6 = listOf([["2000::", 3]], "ipv6");

export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !notPublic4.check(address, "ipv4");
  if (family === 6) return given6.check(address, "ipv6") && !notPublic6.check(address, "ipv6");
  return false;
};
