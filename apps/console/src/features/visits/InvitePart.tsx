/** Speaking to a visitor without a rule: what they will read, whether it may be, and what became of it. */
import { INVITE_WORDS, type OwnInvitation, type VisitView } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice } from "../../ui/controls.tsx";
import { Problem } from "../../ui/form.tsx";
import type { Hindrance } from "./hindrance.ts";
import { type InvitationsModel, TEXT_MAX } from "./InvitationsModel.ts";

/** As long as the hub holds it. */
const HOLDS_MS = 90_000;

interface InviteProps {
  readonly model: InvitationsModel;
  readonly visit: VisitView;
  readonly nowMs: ReadonlySignal<number>;
  /** Not heard of for too long. */
  readonly isGone: boolean;
  /** In this agent's own hands, or ringing there. */
  readonly inContact: boolean;
  /** What the hub would refuse it for, as far as it is known here. */
  readonly hindrance: Hindrance | null;
}

const useHindrance = () => {
  const { t, error } = useI18n();
  return (hindrance: Hindrance): string => {
    switch (hindrance.why) {
      case "invited":
        return hindrance.name === null ? t("invite.invitedByMe") : t("invite.invitedBy", hindrance.name);
      case "talking":
        return hindrance.name === null ? t("invite.talkingWithMe") : t("invite.talkingWith", hindrance.name);
      case "inContact":
        return t("invite.talking");
      case "waiting":
        return t("invite.inLine");
      case "notAvailable":
        return error("NOT_AVAILABLE");
      case "full":
        return error("CAPACITY_FULL");
    }
  };
};

const Words = ({ model, visit }: Pick<InviteProps, "model" | "visit">) => {
  const { t } = useI18n();
  const id = useId();
  const { text } = model.draft(visit.id);
  return (
    <label for={id} class="field">
      <span>{t("invite.words")}</span>
      <textarea
        id={id}
        data-testid="invite-text"
        lang={visit.language}
        rows={2}
        maxLength={TEXT_MAX}
        value={text ?? INVITE_WORDS[visit.language]}
        onInput={event => model.write(visit.id, { text: event.currentTarget.value })}
      />
    </label>
  );
};

/** Said aloud when it comes about: it is somebody else's doing while one writes. */
const Hindered = ({ id, hindrance }: Pick<InviteProps, "hindrance"> & { readonly id: string }) => {
  const say = useHindrance();
  return (
    <p id={id} class="invite-state" role="status" data-testid="invite-hindrance">
      {hindrance !== null && say(hindrance)}
    </p>
  );
};

const InviteForm = ({ model, visit, hindrance }: InviteProps) => {
  const { t, exactly } = useI18n();
  const whyId = useId();
  const { invitation, problem, busy } = model.of(visit.id);
  const { kind, text } = model.draft(visit.id);
  const isEmpty = text !== null && text.trim() === "";
  const isHindered = hindrance !== null;
  useEffect(() => {
    // It says the same, and goes when it is over
    if (isHindered) model.forgive(visit.id);
  }, [isHindered, model, visit.id]);
  return (
    <form
      class="form"
      data-testid="invite"
      onSubmit={event => {
        event.preventDefault();
        if (!isEmpty && !isHindered) void model.invite(visit.id, visit.language);
      }}
    >
      <Words model={model} visit={visit} />
      <Choice<OwnInvitation["kind"]>
        label={t("invite.kind")}
        testid="invite-kind"
        value={kind}
        options={(["chat", "cobrowse"] as const).map(value => ({
          value,
          label: t(`invite.kind.${value}`),
        }))}
        onChange={chosen => model.write(visit.id, { kind: chosen })}
      />
      <button
        type="submit"
        class="button primary"
        data-testid="invite-send"
        // Not disabled: it would lose the focus while the hub is asked.
        aria-disabled={busy || isEmpty || isHindered || undefined}
        aria-describedby={isHindered ? whyId : undefined}
      >
        {t(invitation === null ? "invite.send" : "invite.again")}
      </button>
      <Hindered id={whyId} hindrance={hindrance} />
      <Problem error={problem} />
      <p class="field-hint">{t("invite.explain", exactly(HOLDS_MS))}</p>
    </form>
  );
};

const Open = (props: InviteProps & { readonly invitation: OwnInvitation }) => {
  const { t, time, remaining } = useI18n();
  const { model, invitation, nowMs } = props;
  const { reachedAtMs, expiresAtMs } = invitation;
  const { busy, problem } = model.of(invitation.visitId);
  return (
    <div class="form">
      <p class="invite-state" data-testid="invite-state" data-state={invitation.state}>
        {t("invite.waiting", remaining(expiresAtMs - nowMs.value))}{" "}
        <span class="muted">
          {reachedAtMs === null ? t("invite.onItsWay") : t("invite.reached", time(reachedAtMs))}
        </span>
      </p>
      <button
        type="button"
        class="button"
        data-testid="invite-withdraw"
        aria-disabled={busy || undefined}
        onClick={() => void model.withdraw(invitation)}
      >
        {t("invite.withdraw")}
      </button>
      <Problem error={problem} />
    </div>
  );
};

/** What came of the last one is said aloud: it comes while one looks elsewhere on the screen. */
const Outcome = ({ invitation }: { readonly invitation: OwnInvitation | null }) => {
  const { t } = useI18n();
  const state = invitation === null || invitation.state === "offered" ? null : invitation.state;
  return (
    <p class="invite-state" role="status" data-testid="invite-outcome" data-state={state ?? undefined}>
      {state !== null && t(`invite.state.${state}`)}
    </p>
  );
};

const Act = (props: InviteProps) => {
  const { t } = useI18n();
  const { model, visit, isGone, inContact } = props;
  const { invitation } = model.of(visit.id);
  if (invitation?.state === "offered") return <Open {...props} invitation={invitation} />;
  // No second question in this visit: not even one to be refused.
  if (invitation?.state === "declined" || invitation?.state === "accepted") return null;
  if (inContact) return <p class="muted">{t("invite.talking")}</p>;
  if (isGone) return <p class="muted">{t("invite.isGone")}</p>;
  return <InviteForm {...props} />;
};

export const InvitePart = (props: InviteProps) => (
  <>
    <Outcome invitation={props.model.of(props.visit.id).invitation} />
    <Act {...props} />
  </>
);
