/**
 * The only way in which the hub calls an address that somebody else named: https, a public address that is resolved once and then
 * called, no redirects, five seconds, and no more of an answer than is needed to know that it was one. Knows nothing of what is said.
 */
import { lookup as dnsLookup } from "node:dns/promises";
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { LotseError } from "@lotse/protocol";
import { isPublicAddress } from "./addresses.ts";

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 64_000;

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves when the other side has taken it: a status from 200 to 299. */
export type Post = (request: PostRequest) => Promise<void>;

export interface PostDeps {
  /** Hosts, with their port, that may be private and without TLS: for systems beside the hub, and for tests. */
  readonly allowed: ReadonlySet<string>;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly timeoutMs?: number;
}

const refused = (): LotseError =>
  new LotseError("URL_NOT_ALLOWED", "The address is not public, or not reached by https");
const failed = (what: string): LotseError => new LotseError("UNAVAILABLE", `The other system ${what}`);

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await dnsLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** The one address that is called: every one the name has must be public, else a second look could lead elsewhere. */
const addressFor = async (url: URL, deps: PostDeps): Promise<string> => {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isAllowed = deps.allowed.has(url.host);
  if (url.protocol !== "https:" && !(isAllowed && url.protocol === "http:")) throw refused();
  if (url.username !== "" || url.password !== "") throw refused();
  const addresses = isIP(host) === 0 ? await (deps.resolve ?? resolveAll)(host) : [host];
  const [address] = addresses;
  if (address === undefined) throw failed("has no address");
  if (!isAllowed && !addresses.every(isPublicAddress)) throw refused();
  return address;
};

const takeAnswer = (response: IncomingMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES_MAX) response.destroy(failed("answered too much"));
    });
    response.on("error", reject);
    response.on("end", () => {
      const { statusCode = 0 } = response;
      // A redirect is not followed: where it leads nobody has looked at
      if (statusCode >= 200 && statusCode <= 299) resolve();
      else reject(failed(`answered ${statusCode}`));
    });
  });

const send = (url: URL, options: RequestOptions, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const make = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request: ClientRequest = make(options, response => {
      takeAnswer(response).then(resolve, reject);
    });
    request.on("error", reject);
    request.end(body);
  });

export const createPost =
  (deps: PostDeps): Post =>
  async ({ url: text, headers, body }) => {
    if (!URL.canParse(text)) throw refused();
    const url = new URL(text);
    const address = await addressFor(url, deps);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const options: RequestOptions = {
      // The address that was looked at; the name is for the certificate and the other side's router
      ...{ host: address, port: url.port === "" ? undefined : Number(url.port) },
      ...{ path: `${url.pathname}${url.search}`, method: "POST", agent: false },
      ...(url.protocol === "https:" && isIP(host) === 0 ? { servername: host } : {}),
      headers: { ...headers, host: url.host, "content-length": String(Buffer.byteLength(body)) },
      signal: AbortSignal.timeout(deps.timeoutMs ?? TIMEOUT_MS),
    };
    try {
      await send(url, options, body);
    } catch (error) {
      if (error instanceof LotseError) throw error;
      throw failed("did not answer in time, or not at all");
    }
  };
