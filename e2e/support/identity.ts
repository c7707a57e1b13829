/** The site's own server, which knows who is signed in there, and signs it for Lotse (docs/embedding.md). */
import { createHmac, randomUUID } from "node:crypto";

export interface SigningKey {
  readonly kid: string;
  readonly secret: string;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export const signIdentity = ({ kid, secret }: SigningKey, person: { sub: string; name: string }): string => {
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const signed = `${part({ alg: "HS256", kid })}.${part({ ...person, exp, jti: randomUUID() })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
};
