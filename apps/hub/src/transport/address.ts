/** Whose address a request comes from. Only the hops we were told to trust may say it is another's. */
import type { IncomingMessage } from "node:http";

export const clientAddress = (
  request: Pick<IncomingMessage, "headers" | "socket">,
  trustedHops: number,
): string => {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (trustedHops === 0) return direct;
  const header = request.headers["x-forwarded-for"];
  const told = (Array.isArray(header) ? header.join(",") : (header ?? ""))
    .split(",")
    .map(part => part.trim());
  return told.at(-trustedHops) || direct;
};
