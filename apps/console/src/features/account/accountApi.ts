/** An account's own settings over better-auth's routes. */
import { ask, done, type Fetch, isRecord } from "../../http/call.ts";
import type { AccountApi, AccountSession, Me } from "../../ports.ts";
import { deviceOf } from "./device.ts";

const AUTH = "/api/auth";

const parseMe = (value: unknown): Me | null => {
  const user = isRecord(value) ? value.user : null;
  if (!isRecord(user) || typeof user.email !== "string" || typeof user.name !== "string") return null;
  return { name: user.name, email: user.email, secondFactor: user.twoFactorEnabled === true };
};

/** The session this browser holds, by what names it in the list. */
const parseCurrent = (value: unknown): string | null => {
  const session = isRecord(value) ? value.session : null;
  return isRecord(session) && typeof session.token === "string" ? session.token : null;
};

const parseSession = (value: unknown, current: string | null): AccountSession[] => {
  if (!isRecord(value) || typeof value.token !== "string") return [];
  const since = typeof value.createdAt === "string" ? Date.parse(value.createdAt) : Number.NaN;
  return [
    {
      handle: value.token,
      current: value.token === current,
      device: deviceOf(typeof value.userAgent === "string" ? value.userAgent : ""),
      address: typeof value.ipAddress === "string" && value.ipAddress !== "" ? value.ipAddress : null,
      sinceMs: Number.isNaN(since) ? 0 : since,
    },
  ];
};

const parseCodes = (value: unknown): readonly string[] | null => {
  const codes = isRecord(value) ? value.backupCodes : null;
  return Array.isArray(codes) ? codes.filter(code => typeof code === "string") : null;
};

const parseBegun = (value: unknown) => {
  const codes = parseCodes(value);
  if (codes === null || !isRecord(value) || typeof value.totpURI !== "string") return null;
  return { uri: value.totpURI, codes };
};

export const createAccountApi = (fetch: Fetch): AccountApi => ({
  me: () => ask(fetch, `${AUTH}/get-session`, parseMe),
  changePassword: ({ current, next }) =>
    ask(fetch, `${AUTH}/change-password`, done, {
      currentPassword: current,
      newPassword: next,
      revokeOtherSessions: true,
    }),
  sessions: async () => {
    const mine = await ask(fetch, `${AUTH}/get-session`, value => ({ token: parseCurrent(value) }));
    if (!mine.ok) return mine;
    return ask(fetch, `${AUTH}/list-sessions`, list =>
      Array.isArray(list) ? list.flatMap(entry => parseSession(entry, mine.value.token)) : null,
    );
  },
  endSession: handle => ask(fetch, `${AUTH}/revoke-session`, done, { token: handle }),
  endOtherSessions: () => ask(fetch, `${AUTH}/revoke-other-sessions`, done, {}),
  beginSecondFactor: password => ask(fetch, `${AUTH}/two-factor/enable`, parseBegun, { password }),
  confirmSecondFactor: code => ask(fetch, `${AUTH}/two-factor/verify-totp`, done, { code }),
  endSecondFactor: password => ask(fetch, `${AUTH}/two-factor/disable`, done, { password }),
  newBackupCodes: password =>
    ask(fetch, `${AUTH}/two-factor/generate-backup-codes`, parseCodes, { password }),
});
