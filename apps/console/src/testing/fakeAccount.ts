/** An account's settings that agree to everything. For tests only. */
import { ok } from "@lotse/protocol";
import type { AccountApi } from "../ports.ts";

export const fakeAccount = (given: Partial<AccountApi> = {}): AccountApi => ({
  me: async () => ok({ name: "Anna Petersen", email: "anna@nordwind.example", secondFactor: false }),
  changePassword: async () => ok(true),
  sessions: async () => ok([]),
  endSession: async () => ok(true),
  endOtherSessions: async () => ok(true),
  beginSecondFactor: async () =>
    ok({ uri: "otpauth://totp/Lotse:anna?secret=ABCDEFGH", codes: ["a-1", "b-2"] }),
  confirmSecondFactor: async () => ok(true),
  endSecondFactor: async () => ok(true),
  newBackupCodes: async () => ok(["c-3", "d-4"]),
  ...given,
});
