/** What a one-time link opens: set-up of the hub, an invitation, a new password. */
import { type AccountLinkView, fail, type WireError } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { FrontPage } from "../../ui/FrontPage.tsx";
import { Problem, TextField, useSubmit } from "../../ui/form.tsx";
import type { WelcomeForm as FormValues, WelcomeModel } from "./WelcomeModel.ts";

interface WelcomeProps {
  readonly model: WelcomeModel;
  /** On to the sign-in page. */
  readonly onDone: (email: string) => void;
}

const given = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

const useWelcome = (link: AccountLinkView, model: WelcomeModel) => {
  const tenantName = useSignal(link.kind === "setup" ? link.tenantName : "");
  const name = useSignal(link.name ?? "");
  const email = useSignal(link.email ?? "");
  const siteOrigin = useSignal("");
  const password = useSignal("");
  const again = useSignal("");
  const values = (): FormValues => {
    const fields = {
      ...(link.kind === "setup"
        ? {
            tenantName: given(tenantName.value),
            email: given(email.value),
            siteOrigin: given(siteOrigin.value),
          }
        : {}),
      ...(link.kind === "password" ? {} : { name: given(name.value) }),
    };
    const filled = Object.entries(fields).filter(([, value]) => value !== undefined);
    return { password: password.value, ...Object.fromEntries(filled) };
  };
  const form = useSubmit(async () =>
    link.hasPassword || password.value === again.value
      ? model.redeem(values())
      : fail({ code: "FIELD_TYPE", message: "The passwords differ", field: "again" }),
  );
  return { tenantName, name, email, siteOrigin, password, again, form };
};

/** What the hub calls a field, and what is wrong with one. */
const aboutIn = (problem: WireError | null) => (field: string) => ({ name: field, problem });

const SetupFields = ({ fields }: { readonly fields: ReturnType<typeof useWelcome> }) => {
  const { t } = useI18n();
  const about = aboutIn(fields.form.problem);
  return (
    <Fragment>
      <TextField
        label={t("welcome.tenant")}
        value={fields.tenantName}
        testid="welcome-tenant"
        {...about("tenantName")}
      />
      <TextField
        label={t("signin.email")}
        type="email"
        autocomplete="username"
        value={fields.email}
        testid="welcome-email"
        {...about("email")}
      />
      <TextField
        label={t("welcome.origin")}
        hint={t("welcome.originHint")}
        type="url"
        optional={true}
        value={fields.siteOrigin}
        testid="welcome-origin"
        {...about("siteOrigin")}
      />
    </Fragment>
  );
};

const Form = ({ link, model }: { readonly link: AccountLinkView; readonly model: WelcomeModel }) => {
  const { t } = useI18n();
  const fields = useWelcome(link, model);
  const { busy, problem, onSubmit } = fields.form;
  const differ = problem?.field === "again";
  const about = aboutIn(problem);
  return (
    <form class="form" onSubmit={onSubmit} data-testid="welcome" data-kind={link.kind}>
      <h1>{t(`welcome.${link.kind}`)}</h1>
      <p class="muted">{t(`welcome.${link.kind}Explain`, link.tenantName)}</p>
      {link.kind !== "password" && (
        <TextField
          label={t("people.name")}
          autocomplete="name"
          value={fields.name}
          testid="welcome-name"
          {...about("name")}
        />
      )}
      {link.kind === "setup" && <SetupFields fields={fields} />}
      {link.kind !== "setup" && link.email !== null && (
        <TextField
          label={t("signin.email")}
          type="email"
          autocomplete="username"
          readOnly={true}
          value={fields.email}
          testid="welcome-email"
        />
      )}
      <TextField
        label={t(link.hasPassword ? "welcome.yourPassword" : "account.newPassword")}
        type="password"
        autocomplete={link.hasPassword ? "current-password" : "new-password"}
        hint={t(link.hasPassword ? "welcome.yourPasswordHint" : "account.passwordHint")}
        value={fields.password}
        testid="welcome-password"
        {...about("password")}
      />
      {!link.hasPassword && (
        <TextField
          label={t("welcome.again")}
          type="password"
          autocomplete="new-password"
          value={fields.again}
          testid="welcome-again"
          {...about("again")}
        />
      )}
      {differ ? (
        <p class="problem" role="alert" data-testid="form-problem">
          {t("welcome.differ")}
        </p>
      ) : (
        <Problem error={problem} />
      )}
      <button type="submit" class="button primary" data-testid="welcome-submit" disabled={busy}>
        {t(`welcome.${link.kind}Do`)}
      </button>
    </form>
  );
};

const Body = ({ model, onDone }: WelcomeProps) => {
  const { t, error } = useI18n();
  const state = model.state.value;
  switch (state.kind) {
    case "reading":
      return <p role="status">{t("loading")}</p>;
    case "open":
      return <Form link={state.link} model={model} />;
    case "failed":
      return (
        <div role="alert" class="form" data-testid="welcome-failed">
          <p>{error(state.error.code)}</p>
          <button type="button" class="button" onClick={() => void model.read()}>
            {t("toast.again")}
          </button>
        </div>
      );
    case "invalid":
      return (
        <div role="alert" class="form" data-testid="welcome-invalid">
          <h1>{t(state.given ? "welcome.invalid" : "welcome.whole")}</h1>
          <p>{t(state.given ? "welcome.invalidExplain" : "welcome.wholeExplain")}</p>
          <button type="button" class="button" onClick={() => onDone("")}>
            {t("welcome.toSignIn")}
          </button>
        </div>
      );
    case "redeemed":
      return (
        <div role="status" class="form" data-testid="welcome-redeemed">
          <h1>{t("welcome.redeemed")}</h1>
          <p>{t(`welcome.${state.link.kind}Redeemed`)}</p>
          <button
            type="button"
            class="button primary"
            data-testid="welcome-continue"
            onClick={() => onDone(state.email)}
          >
            {t("welcome.toSignIn")}
          </button>
        </div>
      );
  }
};

export const WelcomeView = (props: WelcomeProps & { readonly switches: ComponentChildren }) => (
  <FrontPage switches={props.switches}>
    <Body model={props.model} onDone={props.onDone} />
  </FrontPage>
);
