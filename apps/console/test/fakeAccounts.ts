/** The fake hub's accounts over HTTP: just enough of better-auth's and the hub's own routes. A test changes what it needs. */
export const AGENTS = [
  { name: "Anna Petersen", email: "anna@nordwind.example", password: "lotse-demo-anna" },
  { name: "Ben Krüger", email: "ben@nordwind.example", password: "lotse-demo-ben" },
  { name: "Clara Yılmaz", email: "clara@nordwind.example", password: "lotse-demo-clara" },
];

export const RIGHT_CODE = "123456";
export const RIGHT_BACKUP_CODE = "h4gk-82mp";
export const RIGHT_TOKEN = "right-token-of-128-bit";
const TOTP_URI =
  "otpauth://totp/Lotse:anna%40nordwind.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Lotse";
const BACKUP_CODES = ["h4gk-82mp", "x9wq-11ab", "m3tt-70zz", "k8pl-55qe", "d2vv-93rn", "s6jj-48uy"];

export class FakeAccounts {
  signedIn = false;
  secondFactor = false;
  memberships = [
    { tenantId: "nordwind", tenantName: "Nordwind Versicherung AG", agentId: "1", role: "agent" },
  ];
  activeTenantId: string | null = "nordwind";
  link: Record<string, unknown> = {
    kind: "invitation",
    tenantName: "Nordwind Versicherung AG",
    name: "Maximiliane Freifrau von Hohenstein-Wildungen",
    email: "maximiliane@nordwind.example",
    expiresAtMs: Date.now() + 3_600_000,
  };
  readonly redeemed: unknown[] = [];
  sessions = [
    session("t-1", "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36", "192.0.2.10", 3_600_000),
    session(
      "t-2",
      "Mozilla/5.0 (iPhone) Version/20.0 Safari/604.1",
      "2001:db8:85a3::8a2e:370:7334",
      90_000_000,
    ),
  ];

  /** Status and body, or nothing if the path is none of these. */
  answer(path: string, body: Record<string, unknown>): readonly [number, unknown] | null {
    return this.#auth(path, body) ?? this.#hub(path, body);
  }

  #auth(path: string, body: Record<string, unknown>): readonly [number, unknown] | null {
    switch (path) {
      case "/api/auth/get-session":
        return [200, this.signedIn ? this.#me() : null];
      case "/api/auth/sign-in/email":
        return this.#signIn(body);
      case "/api/auth/two-factor/verify-totp":
        return this.#code(body.code === RIGHT_CODE);
      case "/api/auth/two-factor/verify-backup-code":
        return this.#code(body.code === RIGHT_BACKUP_CODE);
      case "/api/auth/sign-out":
        this.signedIn = false;
        return [200, { success: true }];
      case "/api/auth/list-sessions":
        return [200, this.sessions];
      case "/api/auth/revoke-session":
        this.sessions = this.sessions.filter(({ token }) => token !== body.token);
        return [200, { status: true }];
      case "/api/auth/revoke-other-sessions":
        this.sessions = this.sessions.slice(0, 1);
        return [200, { status: true }];
      default:
        return this.#guarded(path, body);
    }
  }

  /** What asks for the password again. */
  #guarded(path: string, body: Record<string, unknown>): readonly [number, unknown] | null {
    const given = path.endsWith("change-password") ? body.currentPassword : body.password;
    const isRight = given === AGENTS[0]?.password;
    const guard = (value: unknown) =>
      isRight ? ([200, value] as const) : ([400, { code: "INVALID_PASSWORD" }] as const);
    switch (path) {
      case "/api/auth/change-password":
        return guard({ user: {} });
      case "/api/auth/two-factor/enable":
        return guard({ totpURI: TOTP_URI, backupCodes: BACKUP_CODES });
      case "/api/auth/two-factor/disable":
        if (isRight) this.secondFactor = false;
        return guard({ status: true });
      case "/api/auth/two-factor/generate-backup-codes":
        return guard({ status: true, backupCodes: BACKUP_CODES });
      default:
        return null;
    }
  }

  #hub(path: string, body: Record<string, unknown>): readonly [number, unknown] | null {
    const { memberships, activeTenantId } = this;
    switch (path) {
      case "/api/v1/console-config":
        return [200, { mirrorUrl: "/mirror", demoAgents: AGENTS, shopPort: 3301 }];
      case "/api/v1/memberships":
        return [200, { ok: true, value: { memberships, activeTenantId } }];
      case "/api/v1/memberships/choose":
        this.activeTenantId = String(body.tenantId);
        return [200, { ok: true, value: {} }];
      case "/api/v1/account-links/read":
        return this.#withLink(body, () => this.link);
      case "/api/v1/account-links/redeem":
        return this.#withLink(body, () => {
          this.redeemed.push(body);
          return { email: this.link.email ?? body.email };
        });
      default:
        return null;
    }
  }

  #me() {
    const user = { id: "1", name: "Anna Petersen", email: "anna@nordwind.example" };
    return { user: { ...user, twoFactorEnabled: this.secondFactor }, session: { token: "t-1" } };
  }

  #signIn(body: Record<string, unknown>): readonly [number, unknown] {
    const known = AGENTS.some(({ email, password }) => email === body.email && password === body.password);
    if (!known) return [401, { code: "INVALID_EMAIL_OR_PASSWORD" }];
    if (this.secondFactor) return [200, { twoFactorRedirect: true }];
    this.signedIn = true;
    return [200, { user: { id: "1" } }];
  }

  #code(isRight: boolean): readonly [number, unknown] {
    if (!isRight) return [401, { code: "INVALID_CODE" }];
    this.signedIn = true;
    this.secondFactor = true;
    return [200, { user: { id: "1" } }];
  }

  #withLink(body: Record<string, unknown>, value: () => unknown): readonly [number, unknown] {
    if (body.token === RIGHT_TOKEN) return [200, { ok: true, value: value() }];
    return [404, { ok: false, error: { code: "LINK_INVALID", message: "No such link" } }];
  }
}

const session = (token: string, userAgent: string, ipAddress: string, agoMs: number) => ({
  token,
  userAgent,
  ipAddress,
  createdAt: new Date(Date.now() - agoMs).toISOString(),
});
