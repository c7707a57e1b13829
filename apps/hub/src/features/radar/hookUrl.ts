/** Which addresses a hook may be sent to, as far as the text says. Where the name leads is looked at when it is called. */
import { isIP } from "node:net";
import { LotseError } from "@lotse/protocol";
import { isPublicAddress } from "../../egress/addresses.ts";

const refused = (field: string): LotseError =>
  new LotseError("URL_NOT_ALLOWED", "A hook is called by https, at a public address", { field });

/** Without brackets, as sockets want it. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

export const checkHookUrl = (text: string, field: string): void => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw refused(field);
  }
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused(field);
};
