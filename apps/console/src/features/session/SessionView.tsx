/** The sign-in page. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { DemoAgent } from "../../ports.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { Flag } from "../../ui/Flag.tsx";
import type { SessionModel, SignInProblem } from "./SessionModel.ts";

const PROBLEM_TEXTS = {
  wrong: "signin.wrong",
  rateLimited: "signin.rateLimited",
  unreachable: "signin.unreachable",
  revoked: "signin.revoked",
} as const satisfies Record<SignInProblem, string>;

const DemoAgents = (props: {
  readonly agents: readonly DemoAgent[];
  readonly onPick: (agent: DemoAgent) => void;
}) => {
  const { t } = useI18n();
  if (props.agents.length === 0) return null;
  return (
    <section class="signin-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t("signin.demo")}</h2>
      <p class="muted">{t("signin.demoHint")}</p>
      <ul>
        {props.agents.map(agent => (
          <li key={agent.email}>
            <button
              type="button"
              class="signin-agent"
              data-testid="demo-agent"
              onClick={() => props.onPick(agent)}
            >
              <span>{agent.name}</span>
              <span class="muted">{agent.email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

const SignInForm = ({ model }: { readonly model: SessionModel }) => {
  const { t } = useI18n();
  const email = useSignal("");
  const password = useSignal("");
  const state = model.state.value;
  const problem = state.kind === "signedOut" ? state.problem : null;
  const busy = state.kind === "signingIn";
  const submit = (event: Event) => {
    event.preventDefault();
    void model.signIn({ email: email.value.trim(), password: password.value });
  };
  return (
    <>
      <form class="signin-form" onSubmit={submit}>
        <h1>{t("signin.title")}</h1>
        <label>
          <span>{t("signin.email")}</span>
          <input
            type="email"
            name="email"
            autocomplete="username"
            required
            data-testid="signin-email"
            value={email.value}
            onInput={event => {
              email.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          <span>{t("signin.password")}</span>
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            required
            data-testid="signin-password"
            value={password.value}
            onInput={event => {
              password.value = event.currentTarget.value;
            }}
          />
        </label>
        <p class="signin-problem" role="alert" data-testid="signin-problem">
          {problem === null ? "" : t(PROBLEM_TEXTS[problem])}
        </p>
        <button type="submit" class="button primary" data-testid="signin-submit" disabled={busy}>
          {busy ? t("signin.busy") : t("signin.submit")}
        </button>
      </form>
      <DemoAgents
        agents={model.demoAgents.value}
        onPick={agent => {
          email.value = agent.email;
          password.value = agent.password;
        }}
      />
    </>
  );
};

export const SessionView = (props: {
  readonly model: SessionModel;
  readonly switches: ComponentChildren;
}) => {
  const { t } = useI18n();
  const { kind } = props.model.state.value;
  return (
    <div class="signin">
      <div class="signin-switches">{props.switches}</div>
      <main class="signin-card">
        <p class="signin-brand">
          <Flag size={40} />
          <strong>{t("app.name")}</strong>
          <span class="muted">{t("app.slogan")}</span>
        </p>
        {kind === "checking" && <p role="status">{t("signin.checking")}</p>}
        {kind === "unreachable" && (
          <div role="alert">
            <p>{t("signin.unreachable")}</p>
            <button type="button" class="button" onClick={() => void props.model.check()}>
              {t("signin.retry")}
            </button>
          </div>
        )}
        {(kind === "signedOut" || kind === "signingIn") && <SignInForm model={props.model} />}
      </main>
    </div>
  );
};
