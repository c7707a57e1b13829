/** The secret of a one-time link: 256 random bits for the link, their hash for storage. Knows neither links nor people. */
import { createHash } from "node:crypto";

const SECRET_BYTES = 32;

export interface LinkSecret {
  readonly token: string;
  readonly tokenHash: string;
}

/** The secret is random, so a plain hash is enough: there is nothing to guess. */
export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const makeLinkSecret = (randomBytes: (count: number) => Uint8Array): LinkSecret => {
  const token = Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
  return { token, tokenHash: hashOfToken(token) };
};

/** In the fragment: it reaches no server, no log and no preview. */
export const linkOf = (publicUrl: string, token: string): string => `${publicUrl}/console/welcome#${token}`;
