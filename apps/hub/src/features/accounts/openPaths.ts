/**
 * What of better-auth is open, and which fields of a body get through: the console's needs, and nothing else. What it
 * could do besides (sign-up, other mails, devices that are trusted for a month) does not exist from outside.
 */

export interface OpenPath {
  readonly method: "GET" | "POST";
  /** Other fields are dropped. */
  readonly fields: readonly string[];
  /** Said by us whatever the body says. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** After it, a session of the account may be over. */
  readonly endsSessions?: true;
  /** Succeeding, it takes the browser's cookie, and with it the way back into the session that was in it. */
  readonly replacesSession?: true;
}

const post = (fields: readonly string[], more: Omit<OpenPath, "method" | "fields"> = {}): OpenPath => ({
  method: "POST",
  fields,
  ...more,
});

export const OPEN_PATHS: Readonly<Record<string, OpenPath>> = {
  "/sign-in/email": post(["email", "password"], { replacesSession: true }),
  "/sign-out": post([], { endsSessions: true }),
  "/get-session": { method: "GET", fields: [] },
  "/list-sessions": { method: "GET", fields: [] },
  "/revoke-session": post(["token"], { endsSessions: true }),
  "/revoke-other-sessions": post([], { endsSessions: true }),
  // Whoever changes a password may have to: what was signed in with the old one ends.
  "/change-password": post(["currentPassword", "newPassword"], {
    fixed: { revokeOtherSessions: true },
    endsSessions: true,
  }),
  "/two-factor/enable": post(["password"], { fixed: { method: "totp" } }),
  // These three start the session anew, so that one taken before is worth nothing.
  "/two-factor/verify-totp": post(["code"], { endsSessions: true }),
  "/two-factor/verify-backup-code": post(["code"], { endsSessions: true }),
  "/two-factor/disable": post(["password"], { endsSessions: true }),
  "/two-factor/generate-backup-codes": post(["password"]),
};
