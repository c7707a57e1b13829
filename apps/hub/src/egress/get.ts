/**
 * Fetches what an address names, for somebody else: pinned as every call of the hub's, on the scheme's own port, no cookies, no referrer,
 * ten seconds in all, and never more bytes than its type may have. A redirect is an address of its own and looked at like the first.
 * Knows neither sites nor what the bytes mean.
 */
import type { IncomingMessage } from "node:http";
import { LotseError } from "@lotse/protocol";
import { callPinned, failed, type PinnedDeps, refused } from "./pinned.ts";

const TIMEOUT_MS = 10_000;
const REDIRECTS_MAX = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface GetRequest {
  readonly url: string;
  readonly accept: string;
  /** Asked of the address, and of each that a redirect leads to. */
  readonly mayGo: (url: URL) => boolean;
  /** How many bytes an answer of this type may have; null: it is not taken. */
  readonly bytesMax: (type: string) => number | null;
}

export interface Got {
  /** Where it was in the end. */
  readonly url: string;
  /** In small letters, without parameters. */
  readonly type: string;
  readonly charset: string | null;
  readonly bytes: Buffer;
}

/** Throws URL_NOT_ALLOWED, CONTENT_TYPE, PAYLOAD_TOO_LARGE, TIMEOUT or UNAVAILABLE. */
export type Get = (request: GetRequest) => Promise<Got>;

const tooLarge = (): LotseError => new LotseError("PAYLOAD_TOO_LARGE", "The other system answered too much");

const checked = (text: string, base: URL | null, mayGo: GetRequest["mayGo"], deps: PinnedDeps): URL => {
  if (!URL.canParse(text, base ?? undefined)) throw refused();
  const url = new URL(text, base ?? undefined);
  if (url.port !== "" && !deps.allowed.has(url.host)) throw refused();
  if (!mayGo(url)) throw new LotseError("URL_NOT_ALLOWED", "The site does not allow this origin");
  return url;
};

const readUpTo = async (answer: IncomingMessage, bytesMax: number): Promise<Buffer> => {
  if (Number(answer.headers["content-length"] ?? 0) > bytesMax) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const take = async (answer: IncomingMessage, url: URL, request: GetRequest): Promise<Got> => {
  const { statusCode = 0, headers } = answer;
  if (statusCode !== 200) throw failed(`answered ${statusCode}`);
  // Nothing packed was asked for: a small answer that unpacks to a large one is none
  if ((headers["content-encoding"] ?? "identity") !== "identity") {
    throw new LotseError("CONTENT_TYPE", "The other system's encoding is not supported");
  }
  const [type = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const bytesMax = request.bytesMax(type.trim());
  if (bytesMax === null) throw new LotseError("CONTENT_TYPE", "The other system's type is not supported");
  const charset = /charset=["']?([\w.:-]+)/.exec(parameters.join(";"))?.[1] ?? null;
  return { url: url.href, type: type.trim(), charset, bytes: await readUpTo(answer, bytesMax) };
};

const fetchIt = async (request: GetRequest, deps: PinnedDeps, signal: AbortSignal): Promise<Got> => {
  const headers = { accept: request.accept, "accept-encoding": "identity", "user-agent": "Lotse" };
  let url = checked(request.url, null, request.mayGo, deps);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const answer = await callPinned(url, deps, { method: "GET", headers, signal });
    try {
      if (!REDIRECTS.has(answer.statusCode ?? 0)) return await take(answer, url, request);
      url = checked(answer.headers.location ?? "", url, request.mayGo, deps);
    } finally {
      answer.destroy();
    }
  }
  throw failed("leads on and on");
};

/** Also what cannot be called off (a look at a name) is not waited for any longer. */
const inTime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });

export const createGet =
  (deps: PinnedDeps): Get =>
  async request => {
    const signal = AbortSignal.timeout(deps.timeoutMs ?? TIMEOUT_MS);
    try {
      return await inTime(fetchIt(request, deps, signal), signal);
    } catch (error) {
      if (error instanceof LotseError) throw error;
      if (signal.aborted) throw new LotseError("TIMEOUT", "The other system did not answer in time");
      throw failed("did not answer");
    }
  };
