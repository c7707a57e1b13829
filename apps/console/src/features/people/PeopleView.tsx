/** The organisation's people in a table; inviting and changing in a dialog. */
import type { AgentId, MemberView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { UserPlus } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Copy } from "../../ui/Copy.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { MemberDialog, type WorkKinds } from "./MemberDialog.tsx";
import type { PeopleModel, ToldLink } from "./PeopleModel.ts";

export interface PeopleViewProps {
  readonly model: PeopleModel;
  readonly me: AgentId | null;
  /** Supervisors read. */
  readonly mayChange: boolean;
  readonly kinds: WorkKinds;
}

/** Breaks before the @ first, where a reader would break it. */
const Address = ({ email }: { readonly email: string }) => {
  const at = email.lastIndexOf("@");
  return (
    <span class="muted address">
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </span>
  );
};

const State = ({ member }: { readonly member: MemberView }) => {
  const { t } = useI18n();
  if (member.state === "invited") return <span class="tag">{t("people.invited")}</span>;
  return (
    <>
      <span class={`presence-word ${member.presence}`}>{t(`presence.${member.presence}`)}</span>
      {member.presenceReason !== null && (
        <span class="muted break presence-reason">{member.presenceReason}</span>
      )}
    </>
  );
};

const Row = (props: PeopleViewProps & { readonly member: MemberView; readonly onEdit: () => void }) => {
  const { t } = useI18n();
  const { member } = props;
  return (
    <tr data-testid="member" data-agent-id={member.id}>
      <th scope="row">
        <span class="break">{member.name}</span>
        {member.id === props.me && <span class="tag now">{t("people.you")}</span>}
        <Address email={member.email} />
      </th>
      <td>{t(`role.${member.role}`)}</td>
      <td class="break">
        {member.skills.length === 0
          ? "–"
          : member.skills.map(({ skill, level }) => t("skills.atLeast", skill, level)).join(", ")}
      </td>
      <td class="number">{member.capacity}</td>
      <td>
        <State member={member} />
      </td>
      <td>{t(member.secondFactor ? "people.secondOn" : "people.secondOff")}</td>
      {props.mayChange && (
        <td class="stays">
          <button
            type="button"
            class="button small"
            data-testid="member-edit"
            aria-label={t("people.editLabel", member.name)}
            onClick={props.onEdit}
          >
            {t("people.edit")}
          </button>
        </td>
      )}
    </tr>
  );
};

const Table = (
  props: PeopleViewProps & {
    readonly members: readonly MemberView[];
    readonly onEdit: (member: MemberView) => void;
  },
) => {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="table-frame" tabIndex={0} aria-label={t("settings.people")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col">{t("people.skills")}</th>
            <th scope="col" class="number">
              {t("people.capacity")}
            </th>
            <th scope="col">{t("people.state")}</th>
            <th scope="col">{t("second.title")}</th>
            {props.mayChange && (
              <th scope="col">
                <span class="sr">{t("people.edit")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {props.members.map(member => (
            <Row key={member.id} {...props} member={member} onEdit={() => props.onEdit(member)} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** Told once: whoever closes this has to ask for a new one. */
const LinkDialog = ({ told, model }: { readonly told: ToldLink; readonly model: PeopleModel }) => {
  const { t, dateTime } = useI18n();
  return (
    <Dialog
      title={t("people.link", told.name)}
      testid="member-link-dialog"
      onClose={() => model.forgetLink()}
    >
      <div class="form">
        <p>{t("people.linkExplain")}</p>
        <Copy text={told.link} label={t("people.link", told.name)} testid="member-link" />
        <p class="muted">{t("people.linkExpires", dateTime(told.expiresAtMs))}</p>
      </div>
    </Dialog>
  );
};

export const PeopleView = (props: PeopleViewProps) => {
  const { t } = useI18n();
  /** `new`, one of them, or nobody. */
  const editing = useSignal<MemberView | "new" | null>(null);
  const { model } = props;
  const told = model.told.value;
  return (
    <>
      {props.mayChange && (
        <div class="buttons">
          <button
            type="button"
            class="button primary"
            data-testid="member-invite"
            onClick={() => {
              editing.value = "new";
            }}
          >
            <UserPlus size={16} aria-hidden="true" />
            {t("people.invite")}
          </button>
        </div>
      )}
      <Loaded from={model.members}>
        {members => (
          <Table
            {...props}
            members={members}
            onEdit={member => {
              editing.value = member;
            }}
          />
        )}
      </Loaded>
      {editing.value !== null && (
        <MemberDialog
          member={editing.value === "new" ? null : editing.value}
          isMe={editing.value !== "new" && editing.value.id === props.me}
          model={model}
          kinds={props.kinds}
          onClose={() => {
            editing.value = null;
          }}
        />
      )}
      {told !== null && editing.value === null && <LinkDialog told={told} model={model} />}
    </>
  );
};
