/** How passwords are kept: argon2id (the library's default kind) at OWASP's first recommended cost. */
import { hash, verify } from "@node-rs/argon2";

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(stored: { readonly hash: string; readonly password: string }): Promise<boolean>;
}

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const argon2id: Passwords = {
  hash: password => hash(password, COST),
  verify: stored => verify(stored.hash, stored.password),
};
