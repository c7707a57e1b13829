/**
 * Which passwords are refused as too weak, after NIST SP 800-63B: length and known-bad lists, no rules about digits
 * and signs, which only make people write `Passwort1!`. Knows no accounts.
 */
import { LotseError } from "@lotse/protocol";

export const PASSWORD_MIN = 12;

/** What lists of leaked passwords have most of at twelve characters and more, here and in English. */
const COMMON: ReadonlySet<string> = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456789123",
  "1234567891011",
  "0123456789012",
  "098765432109",
  "987654321098",
  "1q2w3e4r5t6y",
  "1q2w3e4r5t6z",
  "1qaz2wsx3edc",
  "qazwsxedcrfv",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertzuiop12",
  "qwertzuiop123",
  "qwertyuiopasdf",
  "qwertzuiopasdf",
  "asdfghjkl123",
  "asdfghjklöä#",
  "abcdefghijkl",
  "abcdefghijklm",
  "abcdefgh1234",
  "abc123abc123",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "passw0rd1234",
  "p@ssw0rd1234",
  "passwort1234",
  "passwort12345",
  "passwort123456",
  "passwortpasswort",
  "hallohallo12",
  "hallo1234567",
  "willkommen12",
  "willkommen123",
  "willkommen1234",
  "welcome12345",
  "welcome123456",
  "administrator",
  "administrator1",
  "administrator123",
  "admin1234567",
  "adminadminadmin",
  "letmein12345",
  "iloveyou1234",
  "ichliebedich",
  "ichliebedich1",
  "schatzschatz",
  "sommer2025!!",
  "sommer2026!!",
  "changeme1234",
  "changemechangeme",
  "geheim123456",
  "geheimgeheim",
  "sicherheit123",
  "deutschland1",
  "deutschland123",
  "dragon123456",
  "football1234",
  "schalke04schalke",
  "lotselotselotse",
]);

/** One short piece over and over: `aaaaaaaaaaaa`, `abcabcabcabc`. */
const isRepetition = (text: string): boolean =>
  [1, 2, 3, 4].some(length => {
    const piece = text.slice(0, length);
    return text === piece.repeat(Math.ceil(text.length / length)).slice(0, text.length);
  });

/** Every character follows the one before, upwards or downwards. */
const isSequence = (text: string): boolean => {
  const steps = new Set([...text].slice(1).map((_, at) => text.charCodeAt(at + 1) - text.charCodeAt(at)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
};

export const isWeakPassword = (password: string, email: string): boolean => {
  if ([...password].length < PASSWORD_MIN) return true;
  const plain = password.normalize("NFKC").toLowerCase().trim();
  const [name = ""] = email.split("@");
  if (plain === email.toLowerCase() || (name.length >= PASSWORD_MIN && plain === name)) return true;
  return COMMON.has(plain) || isRepetition(plain) || isSequence(plain);
};

/** Throws PASSWORD_WEAK. */
export const refuseWeakPassword = (password: string, email: string): void => {
  if (!isWeakPassword(password, email)) return;
  const what = `The password needs ${PASSWORD_MIN} characters and must not be a common one or the mail address`;
  throw new LotseError("PASSWORD_WEAK", what, { field: "password" });
};
