import { describe, expect, it } from "vitest";
import { addressesOf, readConfig } from "./config.ts";

describe("readConfig", () => {
  it("works without a single variable", () => {
    expect(readConfig({})).toMatchObject({
      port: 3300,
      shopPort: 3301,
      demo: false,
      databaseUrl: null,
      publicUrl: null,
      host: null,
    });
  });

  it("keeps a demo, whose passwords are known, on this machine unless told otherwise", () => {
    expect(readConfig({ LOTSE_DEMO: "1" }).host).toBe("127.0.0.1");
    expect(readConfig({ LOTSE_DEMO: "1", LOTSE_HOST: "0.0.0.0" }).host).toBe("0.0.0.0");
  });

  it.each([
    ["PORT", "80a"],
    ["PORT", "70000"],
    ["LOTSE_DEMO", "yes"],
    ["LOTSE_BACKUP_AT", "3 am"],
    ["LOTSE_HOOK_HOSTS", "http://crm.internal"],
    ["LOTSE_ASSET_HOSTS", "http://cdn.internal"],
    ["LOTSE_HOOK_HOSTS", "crm.internal/path"],
    ["LOTSE_BACKUP_KEEP", "0"],
    ["LOTSE_RETENTION", "visit=30d"],
    ["LOTSE_PUBLIC_URL", "https://hub.internal/path"],
    ["LOTSE_PUBLIC_URL", "hub.internal"],
    ["LOTSE_MIRROR_URL", "javascript:alert(1)"],
    ["DATABASE_URL", "mysql://lotse:secret@db.internal/lotse"],
    ["DATABASE_URL", "db.internal:5432 secret"],
    ["LOTSE_ALLOWED_ORIGINS", "https://a.internal, https://b.internal/path"],
    ["LOTSE_ALLOWED_ORIGINS", "https://*.internal"],
    ["LOTSE_LOG", "loud"],
    ["LOTSE_TRUSTED_HOPS", "-1"],
  ])("names %s when it is %s, without repeating the value", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).not.toThrow(value);
  });

  it("takes a list of origins", () => {
    expect(
      readConfig({ LOTSE_ALLOWED_ORIGINS: "https://a.internal, http://10.0.0.7:*" }).allowedOrigins,
    ).toEqual(["https://a.internal", "http://10.0.0.7:*"]);
  });

  it("takes an empty variable for one that is not set", () => {
    expect(readConfig({ PORT: "", LOTSE_PUBLIC_URL: " " })).toMatchObject({ port: 3300, publicUrl: null });
  });
});

describe("addressesOf", () => {
  it("gives the mirror an origin of its own on one machine", () => {
    expect(addressesOf({ publicUrl: null, mirrorUrl: null }, 4000)).toEqual({
      publicUrl: "http://localhost:4000",
      mirrorUrl: "http://127.0.0.1:4000/mirror",
    });
  });

  it("takes what is configured", () => {
    expect(addressesOf({ publicUrl: "https://l.example", mirrorUrl: "https://m.example/mirror" }, 1)).toEqual(
      {
        publicUrl: "https://l.example",
        mirrorUrl: "https://m.example/mirror",
      },
    );
    expect(addressesOf({ publicUrl: "https://l.example", mirrorUrl: null }, 1).mirrorUrl).toBe(
      "https://l.example/mirror",
    );
  });
});
