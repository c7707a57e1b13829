/** One person: invited, or changed; and what else an administrator may do about an account. */

import type { MemberView, SkillLevel } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import type { Role } from "../../ports.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Problem, TextField, useSubmit } from "../../ui/form.tsx";
import type { PeopleModel } from "./PeopleModel.ts";

const ROLES: readonly Role[] = ["agent", "supervisor", "administrator"];
const CAPACITY_MAX = 20;

interface MemberDialogProps {
  /** Null = somebody new. */
  readonly member: MemberView | null;
  readonly isMe: boolean;
  readonly model: PeopleModel;
  readonly onClose: () => void;
}

/** Of a skill that is new. */
const LEVEL = 3;

/** Known skills keep their level. */
const skillsOf = (text: string, known: readonly SkillLevel[]): SkillLevel[] => {
  const names = text
    .split(",")
    .map(skill => skill.trim())
    .filter(skill => skill !== "");
  return [...new Set(names)].map(skill => ({
    skill,
    level: known.find(one => one.skill === skill)?.level ?? LEVEL,
  }));
};

const useDraft = ({ member, model }: MemberDialogProps) => {
  const name = useSignal(member?.name ?? "");
  const email = useSignal(member?.email ?? "");
  const role = useSignal<Role>(member?.role ?? "agent");
  const skills = useSignal(member?.skills.map(({ skill }) => skill).join(", ") ?? "");
  const capacity = useSignal(String(member?.capacity ?? 4));
  const send = () => {
    const draft = {
      name: name.value.trim(),
      role: role.value,
      skills: skillsOf(skills.value, member?.skills ?? []),
      capacity: Number(capacity.value),
    };
    return member === null
      ? model.invite({ ...draft, email: email.value.trim() })
      : model.change(member.id, draft);
  };
  return { name, email, role, skills, capacity, send };
};

const MemberForm = (props: MemberDialogProps) => {
  const { t } = useI18n();
  const { member } = props;
  const { name, email, role, skills, capacity, send } = useDraft(props);
  const { busy, problem, onSubmit } = useSubmit(send, props.onClose);
  const about = (field: string) => ({ name: field, problem });
  return (
    <form class="form" onSubmit={onSubmit}>
      <TextField
        label={t("people.name")}
        value={name}
        testid="member-name"
        autofocus={true}
        {...about("name")}
      />
      {member === null && (
        <TextField
          label={t("signin.email")}
          type="email"
          value={email}
          testid="member-email"
          {...about("email")}
        />
      )}
      <label class="field">
        <span>{t("people.role")}</span>
        <select
          data-testid="member-role"
          value={role.value}
          onChange={event => {
            role.value = ROLES.find(known => known === event.currentTarget.value) ?? "agent";
          }}
        >
          {ROLES.map(known => (
            <option key={known} value={known}>
              {t(`role.${known}`)}
            </option>
          ))}
        </select>
        <span class="field-hint">{t(`role.${role.value}.explain`)}</span>
      </label>
      <TextField
        label={t("people.skills")}
        hint={t("people.skillsHint")}
        optional={true}
        value={skills}
        testid="member-skills"
        {...about("skills")}
      />
      <TextField
        label={t("people.capacity")}
        hint={t("people.capacityHint")}
        type="number"
        min={1}
        max={CAPACITY_MAX}
        value={capacity}
        testid="member-capacity"
        {...about("capacity")}
      />
      <Problem error={problem} />
      <button type="submit" class="button primary" data-testid="member-save" disabled={busy}>
        {t(member === null ? "people.invite" : "people.save")}
      </button>
    </form>
  );
};

type Asking = "signOut" | "remove";

const MoreActions = (props: MemberDialogProps & { readonly member: MemberView }) => {
  const { t } = useI18n();
  const asking = useSignal<Asking | null>(null);
  const { member, model, onClose } = props;
  const ask = (what: Asking | null) => () => {
    asking.value = what;
  };
  const run = async (what: Asking) => {
    const worked = what === "remove" ? await model.remove(member.id) : await model.signOut(member.id);
    if (worked) onClose();
  };
  const renew = async () => {
    await model.renewLink(member);
    onClose();
  };
  return (
    <div class="member-more">
      <button type="button" class="button" data-testid="member-renew" onClick={() => void renew()}>
        {t("people.renewLink")}
      </button>
      <button type="button" class="button" data-testid="member-signout" onClick={ask("signOut")}>
        {t("people.signOut")}
      </button>
      {!props.isMe && (
        <button type="button" class="button danger" data-testid="member-remove" onClick={ask("remove")}>
          {t("people.remove")}
        </button>
      )}
      {asking.value !== null && (
        <ConfirmDialog
          question={t(`people.${asking.value}Question`, member.name)}
          explanation={t(`people.${asking.value}Explain`)}
          confirm={t(`people.${asking.value}`)}
          onConfirm={() => {
            if (asking.value !== null) void run(asking.value);
          }}
          onClose={ask(null)}
        />
      )}
    </div>
  );
};

export const MemberDialog = (props: MemberDialogProps) => {
  const { t } = useI18n();
  const { member } = props;
  return (
    <Dialog
      title={member === null ? t("people.invite") : t("people.editLabel", member.name)}
      testid="member-dialog"
      onClose={props.onClose}
    >
      <MemberForm {...props} />
      {member !== null && <MoreActions {...props} member={member} />}
    </Dialog>
  );
};
