/** The second factor: turning it on with a code, backup codes told once, turning it off with the password. */
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { Copy } from "../../ui/Copy.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Problem, TextField, useSubmit } from "../../ui/form.tsx";
import { QrCode } from "../../ui/QrCode.tsx";
import type { AccountModel } from "./AccountModel.ts";

interface SecondFactorProps {
  readonly model: AccountModel;
  readonly on: boolean;
  readonly account: string;
}

type Asking = "begin" | "codes" | "end";

/** The secret as an app takes it by hand, in groups one can read. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get("secret") ?? "").replace(/(.{4})(?=.)/g, "$1 ");

const Codes = (props: { readonly codes: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useI18n();
  return (
    <div class="form" data-testid="backup-codes">
      <p>{t("second.keepCodes")}</p>
      <Copy text={props.codes.join("\n")} label={t("second.codesShort")} testid="backup-codes-text" />
      <button type="button" class="button primary" data-testid="codes-kept" onClick={props.onDone}>
        {t("second.codesKept")}
      </button>
    </div>
  );
};

const Enrolment = (props: { readonly model: AccountModel; readonly uri: string }) => {
  const { t } = useI18n();
  const code = useSignal("");
  const { busy, problem, onSubmit } = useSubmit(() =>
    props.model.confirmSecondFactor(code.value.replace(/\s/g, "")),
  );
  return (
    <form class="form" onSubmit={onSubmit} data-testid="second-enrolment">
      <p>{t("second.scan")}</p>
      <QrCode text={props.uri} label={t("second.qr")} />
      <p class="muted">{t("second.byHand")}</p>
      <Copy text={secretOf(props.uri)} label={t("second.secret")} testid="second-secret" />
      <TextField
        label={t("signin.code")}
        inputMode="numeric"
        autocomplete="one-time-code"
        value={code}
        testid="second-code"
      />
      <Problem error={problem} />
      <div class="buttons">
        <button type="submit" class="button primary" data-testid="second-confirm" disabled={busy}>
          {t("second.confirm")}
        </button>
        <button type="button" class="button" onClick={() => props.model.leaveSecondFactor()}>
          {t("conversation.cancel")}
        </button>
      </div>
    </form>
  );
};

/** Whoever sits at an open console must not be able to change this: the password is asked for. */
const PasswordDialog = (props: {
  readonly asking: Asking;
  readonly model: AccountModel;
  readonly onClose: () => void;
}) => {
  const { t } = useI18n();
  const password = useSignal("");
  const { model, asking } = props;
  const send = {
    begin: () => model.beginSecondFactor(password.value),
    codes: () => model.newBackupCodes(password.value),
    end: () => model.endSecondFactor(password.value),
  }[asking];
  const { busy, problem, onSubmit } = useSubmit(send, props.onClose);
  return (
    <Dialog title={t(`second.${asking}`)} testid="password-dialog" onClose={props.onClose}>
      <form class="form" onSubmit={onSubmit}>
        <p class="muted">{t(`second.${asking}Explain`)}</p>
        <TextField
          label={t("account.currentPassword")}
          type="password"
          autocomplete="current-password"
          autofocus={true}
          value={password}
          testid="confirm-password"
        />
        <Problem error={problem} />
        <button
          type="submit"
          class={asking === "end" ? "button danger" : "button primary"}
          data-testid="confirm-password-submit"
          disabled={busy}
        >
          {t(`second.${asking}`)}
        </button>
      </form>
    </Dialog>
  );
};

const Switch = (props: SecondFactorProps & { readonly onAsk: (asking: Asking) => void }) => {
  const { t } = useI18n();
  const { on, onAsk } = props;
  return (
    <>
      <p data-testid="second-state" data-on={on}>
        {t(on ? "second.isOn" : "second.isOff")}
      </p>
      <div class="buttons">
        {!on && (
          <button type="button" class="button" data-testid="second-begin" onClick={() => onAsk("begin")}>
            {t("second.begin")}
          </button>
        )}
        {on && (
          <>
            <button type="button" class="button" data-testid="second-codes" onClick={() => onAsk("codes")}>
              {t("second.codes")}
            </button>
            <button type="button" class="button" data-testid="second-end" onClick={() => onAsk("end")}>
              {t("second.end")}
            </button>
          </>
        )}
      </div>
    </>
  );
};

export const SecondFactor = (props: SecondFactorProps) => {
  const asking = useSignal<Asking | null>(null);
  const { model } = props;
  const step = model.step.value;
  if (step.kind === "enrolling") return <Enrolment model={model} uri={step.uri} />;
  if (step.kind === "codes") return <Codes codes={step.codes} onDone={() => model.leaveSecondFactor()} />;
  return (
    <>
      <Switch
        {...props}
        onAsk={what => {
          asking.value = what;
        }}
      />
      {asking.value !== null && (
        <PasswordDialog
          asking={asking.value}
          model={model}
          onClose={() => {
            asking.value = null;
          }}
        />
      )}
    </>
  );
};
