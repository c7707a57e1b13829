/** The environment, parsed once. Nothing else reads `process.env`. */
export interface Config {
  readonly port: number;
  readonly hubUrl: string;
  readonly siteKey: string;
  readonly verbose: boolean;
}

export class ConfigInvalid extends Error {
  override readonly name = "ConfigInvalid";
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new ConfigInvalid(`SHOP_PORT must be a number from 0 to 65535, not "${text}".`);
  }
  return port;
}

/** Only the origin counts: the hub's paths are Lotse's own business. */
export function parseHubUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ConfigInvalid(`LOTSE_HUB_URL must be an http or https address, not "${text}".`);
  }
  return url.origin;
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const siteKey = env.LOTSE_SITE_KEY || "demo";
  if (!/^[\w-]{1,64}$/.test(siteKey))
    throw new ConfigInvalid("LOTSE_SITE_KEY holds an unexpected character.");
  return {
    port: parsePort(env.SHOP_PORT || "3301"),
    hubUrl: parseHubUrl(env.LOTSE_HUB_URL || "http://localhost:3300"),
    siteKey,
    verbose: env.SHOP_VERBOSE === "1",
  };
}
