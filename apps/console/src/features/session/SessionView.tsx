/** The sign-in page: password, second factor, choice of organisation. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { DemoAgent } from "../../ports.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { FrontPage } from "../../ui/FrontPage.tsx";
import { TextField } from "../../ui/form.tsx";
import { SecondFactorForm } from "./SecondFactorForm.tsx";
import type { SessionModel, SessionState } from "./SessionModel.ts";
import { SignInProblemLine } from "./SignInProblemLine.tsx";

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

interface SignInProps {
  readonly model: SessionModel;
  /** Whose account was just set up, or whose session has ended. */
  readonly email: string;
}

const SignInForm = ({ model, email: suggested }: SignInProps) => {
  const { t } = useI18n();
  const email = useSignal(suggested);
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
      <form class="form" onSubmit={submit}>
        <h1>{t("signin.title")}</h1>
        <TextField
          label={t("signin.email")}
          type="email"
          autocomplete="username"
          value={email}
          testid="signin-email"
        />
        <TextField
          label={t("signin.password")}
          type="password"
          autocomplete="current-password"
          value={password}
          testid="signin-password"
        />
        <SignInProblemLine problem={problem} />
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

const Choice = (props: {
  readonly state: Extract<SessionState, { kind: "choosing" }>;
  readonly model: SessionModel;
}) => {
  const { t } = useI18n();
  const { state, model } = props;
  return (
    <section aria-labelledby="choice-title">
      <h1 id="choice-title">{t("choice.title")}</h1>
      <p class="muted">{t("choice.explain")}</p>
      <ul class="choices">
        {state.choice.memberships.map(({ tenantId, tenantName, role }) => (
          <li key={tenantId}>
            <button
              type="button"
              class="signin-agent"
              data-testid="organisation"
              onClick={() => void model.choose(tenantId)}
            >
              <span class="break">{tenantName}</span>
              <span class="muted">{t(`role.${role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <SignInProblemLine problem={state.problem} />
      <button type="button" class="link" onClick={() => void model.signOut()}>
        {t("rail.signout")}
      </button>
    </section>
  );
};

const Body = ({ model, email }: SignInProps) => {
  const { t } = useI18n();
  const state = model.state.value;
  switch (state.kind) {
    case "checking":
    case "signedIn":
      return <p role="status">{t("signin.checking")}</p>;
    case "unreachable":
      return (
        <div role="alert">
          <p>{t("signin.unreachable")}</p>
          <button type="button" class="button" onClick={() => void model.check()}>
            {t("signin.retry")}
          </button>
        </div>
      );
    case "secondFactor":
      return <SecondFactorForm model={model} state={state} />;
    case "choosing":
      return <Choice model={model} state={state} />;
    default:
      return <SignInForm model={model} email={email} />;
  }
};

export const SessionView = (props: SignInProps & { readonly switches: ComponentChildren }) => (
  <FrontPage switches={props.switches}>
    <Body model={props.model} email={props.email} />
  </FrontPage>
);
