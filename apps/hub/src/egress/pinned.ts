/**
 * An address that somebody else named, looked at once and then called at exactly the address that was looked at: https unless whoever
 * runs the hub allowed the host, no credentials, and every address of the name public. Knows neither what is sent nor what comes back.
 */
import { lookup as dnsLookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { LotseError } from "@lotse/protocol";
import { isPublicAddress } from "./addresses.ts";

export interface PinnedDeps {
  /** Hosts, with their port, that may be private and without TLS: for systems beside the hub, and for tests. */
  readonly allowed: ReadonlySet<string>;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly timeoutMs?: number;
}

export const refused = (): LotseError =>
  new LotseError("URL_NOT_ALLOWED", "The address is not public, or not reached by https");
export const failed = (what: string): LotseError => new LotseError("UNAVAILABLE", `The other system ${what}`);

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await dnsLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/** The one address that is called: every one the name has must be public, else a second look could lead elsewhere. */
const addressFor = async (url: URL, deps: PinnedDeps): Promise<string> => {
  const host = hostOf(url);
  const isAllowed = deps.allowed.has(url.host);
  if (url.protocol !== "https:" && !(isAllowed && url.protocol === "http:")) throw refused();
  if (url.username !== "" || url.password !== "") throw refused();
  const addresses = isIP(host) === 0 ? await (deps.resolve ?? resolveAll)(host) : [host];
  const [address] = addresses;
  if (address === undefined) throw failed("has no address");
  if (!isAllowed && !addresses.every(isPublicAddress)) throw refused();
  return address;
};

/** Throws URL_NOT_ALLOWED, or UNAVAILABLE. Where a redirect leads nobody has looked at: none is followed here. */
export const callPinned = async (
  url: URL,
  deps: PinnedDeps,
  call: {
    readonly method: "GET" | "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
): Promise<IncomingMessage> => {
  const address = await addressFor(url, deps);
  const options: RequestOptions = {
    // The address that was looked at; the name is for the certificate and the other side's router
    ...{ host: address, port: url.port === "" ? undefined : Number(url.port) },
    ...{ path: `${url.pathname}${url.search}`, method: call.method, agent: false },
    ...(url.protocol === "https:" && isIP(hostOf(url)) === 0 ? { servername: hostOf(url) } : {}),
    headers: { ...call.headers, host: url.host },
    signal: call.signal,
  };
  const make = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = make(options, resolve);
    request.on("error", reject);
    request.end(call.body);
  });
};
