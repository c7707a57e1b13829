/** The code from the authenticator app, or one of the backup codes. */
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { TextField } from "../../ui/form.tsx";
import type { SessionModel, SessionState } from "./SessionModel.ts";
import { SignInProblemLine } from "./SignInProblemLine.tsx";

export const SecondFactorForm = (props: {
  readonly model: SessionModel;
  readonly state: Extract<SessionState, { kind: "secondFactor" }>;
}) => {
  const { t } = useI18n();
  const code = useSignal("");
  const byBackup = useSignal(false);
  const { model, state } = props;
  const submit = (event: Event) => {
    event.preventDefault();
    const given = code.value.replace(/\s/g, "");
    void (byBackup.value ? model.verifyBackupCode(given) : model.verifyCode(given));
  };
  return (
    <form class="form" onSubmit={submit}>
      <h1>{t("second.title")}</h1>
      <p class="muted">{t(byBackup.value ? "signin.backupExplain" : "signin.codeExplain")}</p>
      <TextField
        key={byBackup.value}
        label={t(byBackup.value ? "signin.backupCode" : "signin.code")}
        inputMode={byBackup.value ? "text" : "numeric"}
        autocomplete={byBackup.value ? "off" : "one-time-code"}
        autofocus={true}
        value={code}
        testid="signin-code"
      />
      <SignInProblemLine problem={state.problem} />
      <button type="submit" class="button primary" data-testid="signin-code-submit" disabled={state.busy}>
        {state.busy ? t("signin.busy") : t("signin.submit")}
      </button>
      <div class="links">
        <button
          type="button"
          class="link"
          data-testid="signin-other-code"
          onClick={() => {
            byBackup.value = !byBackup.value;
            code.value = "";
          }}
        >
          {t(byBackup.value ? "signin.useCode" : "signin.useBackup")}
        </button>
        <button type="button" class="link" onClick={() => model.startOver()}>
          {t("signin.startOver")}
        </button>
      </div>
    </form>
  );
};
