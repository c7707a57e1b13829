/** One person: invited, or changed; and what else an administrator may do about an account. */

import type { ChannelId, MemberView, SkillLevel } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Role } from "../../ports.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import type { Option } from "../../ui/controls.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { isAbout, Problem, TextField, useSubmit } from "../../ui/form.tsx";
import { SkillLevels } from "../../ui/SkillLevels.tsx";
import { type ChannelsDraft, ChannelsField } from "./ChannelsField.tsx";
import type { PeopleModel } from "./PeopleModel.ts";

const ROLES: readonly Role[] = ["agent", "supervisor", "administrator"];
const CAPACITY_MAX = 1_000;
const CAPACITY = 4;

export interface WorkKinds {
  readonly channels: readonly Option<ChannelId>[];
  /** Skills that there are already, so that nobody invents a second spelling. */
  readonly skills: readonly string[];
}

interface MemberDialogProps {
  readonly kinds: WorkKinds;
  /** Null = somebody new. */
  readonly member: MemberView | null;
  readonly isMe: boolean;
  readonly model: PeopleModel;
  readonly onClose: () => void;
}

/** An empty line is none, and the last word on a skill counts. */
const namedOnce = (skills: readonly SkillLevel[]): readonly SkillLevel[] => [
  ...new Map(
    skills
      .map(({ skill, level }) => ({ skill: skill.trim(), level }))
      .filter(({ skill }) => skill !== "")
      .map(named => [named.skill, named] as const),
  ).values(),
];

const useDraft = ({ member, model }: MemberDialogProps) => {
  const name = useSignal(member?.name ?? "");
  const email = useSignal(member?.email ?? "");
  const role = useSignal<Role>(member?.role ?? "agent");
  const skills = useSignal<readonly SkillLevel[]>(member?.skills ?? []);
  const capacity = useSignal(String(member?.capacity ?? CAPACITY));
  const work = useSignal<ChannelsDraft>({
    channels: member?.channels ?? null,
    limits: member?.limits ?? [],
  });
  const draftNow = () => ({
    ...work.value,
    ...{ name: name.value, email: email.value, role: role.value },
    skills: skills.value,
    capacity: capacity.value,
  });
  const first = useRef(JSON.stringify(draftNow()));
  const isChanged = () => JSON.stringify(draftNow()) !== first.current;
  const send = () => {
    const draft = {
      name: name.value.trim(),
      role: role.value,
      skills: namedOnce(skills.value),
      capacity: Number(capacity.value),
      ...work.value,
    };
    return member === null
      ? model.invite({ ...draft, email: email.value.trim() })
      : model.change(member.id, draft);
  };
  return { name, email, role, skills, capacity, work, isChanged, send };
};

const MemberForm = (props: MemberDialogProps & { readonly draft: ReturnType<typeof useDraft> }) => {
  const { t } = useI18n();
  const { member } = props;
  const { name, email, role, skills, capacity, work, send } = props.draft;
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
      <SkillLevels
        label={t("people.skills")}
        testid="member-skills"
        skills={skills.value}
        known={props.kinds.skills}
        none={t("people.skillsNone")}
        wrong={isAbout(problem, "skills")}
        onChange={next => {
          skills.value = next;
        }}
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
      <ChannelsField
        known={props.kinds.channels}
        draft={work.value}
        onChange={next => {
          work.value = next;
        }}
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
  const draft = useDraft(props);
  const discarding = useSignal(false);
  const mayClose = () => {
    discarding.value = draft.isChanged();
    return !discarding.value;
  };
  return (
    <Dialog
      title={member === null ? t("people.invite") : t("people.editLabel", member.name)}
      testid="member-dialog"
      mayClose={mayClose}
      onClose={props.onClose}
    >
      <MemberForm {...props} draft={draft} />
      {member !== null && <MoreActions {...props} member={member} />}
      {discarding.value && (
        <ConfirmDialog
          question={t("plan.discardQuestion")}
          explanation={t("plan.discardExplain")}
          confirm={t("plan.discard")}
          onConfirm={props.onClose}
          onClose={() => {
            discarding.value = false;
          }}
        />
      )}
    </Dialog>
  );
};
