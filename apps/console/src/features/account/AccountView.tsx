/** My account: who I am, organisations, password, second factor, where I am signed in. */
import type { TenantId } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { AccountSession, Membership } from "../../ports.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { Problem, TextField, useSubmit } from "../../ui/form.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import type { AccountModel } from "./AccountModel.ts";
import { SecondFactor } from "./SecondFactor.tsx";

export interface AccountViewProps {
  readonly model: AccountModel;
  readonly memberships: readonly Membership[];
  readonly activeTenantId: TenantId | null;
  readonly onChoose: (tenantId: TenantId) => void;
}

const Card = (props: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <section class="card" aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    {props.children}
  </section>
);

const Organisations = (props: AccountViewProps) => {
  const { t } = useI18n();
  if (props.memberships.length < 2) return null;
  return (
    <Card id="account-organisations" title={t("account.organisations")}>
      <ul class="rows">
        {props.memberships.map(({ tenantId, tenantName, role }) => (
          <li key={tenantId} class="row" data-testid="organisation">
            <span class="break">
              <strong>{tenantName}</strong> <span class="muted">{t(`role.${role}`)}</span>
            </span>
            {tenantId === props.activeTenantId ? (
              <span class="tag now">{t("account.here")}</span>
            ) : (
              <button type="button" class="button small" onClick={() => props.onChoose(tenantId)}>
                {t("account.switch")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Password = ({ model }: { readonly model: AccountModel }) => {
  const { t } = useI18n();
  const current = useSignal("");
  const next = useSignal("");
  const changed = useSignal(false);
  const { busy, problem, onSubmit } = useSubmit(
    () => model.changePassword({ current: current.value, next: next.value }),
    () => {
      current.value = "";
      next.value = "";
      changed.value = true;
    },
  );
  return (
    <form class="form" onSubmit={onSubmit}>
      <TextField
        label={t("account.currentPassword")}
        type="password"
        autocomplete="current-password"
        value={current}
        testid="password-current"
      />
      <TextField
        label={t("account.newPassword")}
        type="password"
        autocomplete="new-password"
        hint={t("account.passwordHint")}
        minLength={12}
        value={next}
        testid="password-new"
      />
      <Problem error={problem} />
      <p role="status" class="good" data-testid="password-changed">
        {changed.value ? t("account.passwordChanged") : ""}
      </p>
      <button type="submit" class="button" data-testid="password-submit" disabled={busy}>
        {t("account.changePassword")}
      </button>
    </form>
  );
};

const SessionRow = (props: { readonly session: AccountSession; readonly model: AccountModel }) => {
  const { t, dateTime } = useI18n();
  const { session } = props;
  return (
    <li class="row" data-testid="session" data-current={session.current}>
      <span class="break">
        <strong>{session.device}</strong>{" "}
        <span class="muted">
          {[session.address, t("account.since", dateTime(session.sinceMs))]
            .filter(text => text !== null)
            .join(" · ")}
        </span>
      </span>
      {session.current ? (
        <span class="tag now">{t("account.thisBrowser")}</span>
      ) : (
        <button
          type="button"
          class="button small"
          data-testid="session-end"
          onClick={() => void props.model.endSession(session.handle)}
        >
          {t("account.endSession")}
        </button>
      )}
    </li>
  );
};

const Sessions = ({ model }: { readonly model: AccountModel }) => {
  const { t } = useI18n();
  return (
    <Loaded from={model.sessions}>
      {sessions => (
        <>
          <ul class="rows">
            {sessions.map(session => (
              <SessionRow key={session.handle} session={session} model={model} />
            ))}
          </ul>
          {sessions.length > 1 && (
            <button
              type="button"
              class="button"
              data-testid="sessions-end-others"
              onClick={() => void model.endOtherSessions()}
            >
              {t("account.endOthers")}
            </button>
          )}
        </>
      )}
    </Loaded>
  );
};

export const AccountView = (props: AccountViewProps) => {
  const { t } = useI18n();
  const { model } = props;
  return (
    <Loaded from={model.me}>
      {me => (
        <>
          <p class="lead break">
            <strong>{me.name}</strong> <span class="muted">{me.email}</span>
          </p>
          <Organisations {...props} />
          <Card id="account-password" title={t("account.password")}>
            <Password model={model} />
          </Card>
          <Card id="account-second" title={t("second.title")}>
            <SecondFactor model={model} on={me.secondFactor} account={me.email} />
          </Card>
          <Card id="account-sessions" title={t("account.sessions")}>
            <p class="muted">{t("account.sessionsExplain")}</p>
            <Sessions model={model} />
          </Card>
        </>
      )}
    </Loaded>
  );
};
