/** Which addresses a hook may be sent to, as far as the text says. Where the name leads is looked at when it is called. */
import { isIP } from "node:net";
import { LotseError } from "@lotse/protocol";
import { isPublicAddress } from "../../egress/addresses.ts";

const refused = (): LotseError =>
  new LotseError("URL_NOT_ALLOWED", "A hook is called by https, at a public address", {
    field: "definition.action.url",
  });

/** `allowed`: hosts with their port that need be neither. */
export const checkHookUrl = (text: string, allowed: ReadonlySet<string>): void => {
  if (!URL.canParse(text)) throw refused();
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") throw refused();
  if (allowed.has(url.host)) return;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" || (isIP(host) !== 0 && !isPublicAddress(host))) throw refused();
};
