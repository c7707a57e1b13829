/**
 * The only way in which the hub calls an address that a rule names: https, a public address that is resolved once and then
 * called, no redirects, five seconds, and no more of an answer than is needed to know that it was one. Knows nothing of what is said.
 */
import type { IncomingMessage } from "node:http";
import { LotseError } from "@lotse/protocol";
import { callPinned, failed, type PinnedDeps, refused } from "./pinned.ts";

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 64_000;

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves when the other side has taken it: a status from 200 to 299. */
export type Post = (request: PostRequest) => Promise<void>;

export type PostDeps = PinnedDeps;

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

export const createPost =
  (deps: PostDeps): Post =>
  async ({ url, headers, body }) => {
    if (!URL.canParse(url)) throw refused();
    try {
      const answer = await callPinned(new URL(url), deps, {
        ...{ method: "POST", body, signal: AbortSignal.timeout(deps.timeoutMs ?? TIMEOUT_MS) },
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      });
      await takeAnswer(answer);
    } catch (error) {
      if (error instanceof LotseError) throw error;
      throw failed("did not answer in time, or not at all");
    }
  };
