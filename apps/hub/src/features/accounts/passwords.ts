/** How passwords are kept: argon2id (the library's default kind) at OWASP's first recommended cost. */
import { hash, verify } from "@node-rs/argon2";

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

export const verifyPassword = (stored: {
  readonly hash: string;
  readonly password: string;
}): Promise<boolean> => verify(stored.hash, stored.password);
