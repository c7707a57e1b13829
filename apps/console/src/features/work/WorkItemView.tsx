/** An item that is no conversation, in the middle: what it says, where it leads, what to do with it. */
import type { WorkView } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { ArrowLeft, Check, Forward, Undo2 } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { ChannelSign } from "../../ui/ChannelSign.tsx";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import type { WorkModel } from "./WorkModel.ts";

interface WorkItemProps {
  readonly model: WorkModel;
  readonly item: WorkView;
  readonly names: PlanNames;
  readonly nowMs: ReadonlySignal<number>;
  /** Back to the list, where the window shows one pane at a time. */
  readonly onBack: () => void;
}

const Head = ({ item, names, onBack }: WorkItemProps) => {
  const { t, visitor } = useI18n();
  const queue = item.queueId === null ? null : names.queue(item.queueId);
  return (
    <header class="pane-head">
      <button
        type="button"
        class="icon-button only-narrow"
        data-testid="to-list"
        title={t("conversation.toList")}
        aria-label={t("conversation.toList")}
        onClick={onBack}
      >
        <ArrowLeft size={18} aria-hidden="true" />
      </button>
      <div class="pane-title">
        <h1>
          <ChannelSign channel={item.channel} name={names.channel(item.channel)} />{" "}
          <bdi>{item.subject ?? t("work.noSubject")}</bdi>
        </h1>
        <p class="muted">
          {[visitor(item.label), names.channel(item.channel), queue]
            .filter(text => text !== null)
            .join(" · ")}
        </p>
      </div>
    </header>
  );
};

const Acts = ({ model, item }: WorkItemProps) => {
  const { t } = useI18n();
  const busy = model.busy.value.has(item.workItemId);
  return (
    <div class="work-acts">
      <button
        type="button"
        class="button primary"
        data-testid="work-done"
        disabled={busy}
        title={hint(t("work.done"), "end")}
        onClick={() => void model.done(item)}
      >
        <Check size={16} aria-hidden="true" />
        {t("work.done")}
      </button>
      <button
        type="button"
        class="button"
        data-testid="hand-on"
        disabled={busy}
        title={hint(t("action.handOn"), "handOn")}
        onClick={() => model.handOnOf(item.workItemId)}
      >
        <Forward size={16} aria-hidden="true" />
        {t("handOn.short")}
      </button>
      <button
        type="button"
        class="button"
        data-testid="work-put-back"
        disabled={busy}
        title={t("work.putBackExplain")}
        onClick={() => void model.putBack(item)}
      >
        <Undo2 size={16} aria-hidden="true" />
        {t("work.putBack")}
      </button>
    </div>
  );
};

const CONTACT_FIELDS = ["name", "email", "phone", "reference"] as const;

const About = ({ item }: Pick<WorkItemProps, "item">) => {
  const { t, visitor } = useI18n();
  const { contact, links } = item;
  const told = CONTACT_FIELDS.flatMap(field => {
    const value = contact?.[field];
    return value === undefined ? [] : [{ field, value }];
  });
  return (
    <>
      {told.length > 0 && (
        <section aria-labelledby="work-contact">
          <h2 id="work-contact">{t("work.contact")}</h2>
          <dl class="facts-list">
            {told.map(({ field, value }) => (
              <div key={field}>
                <dt>{t(`work.contact.${field}`)}</dt>
                <dd class="break">
                  <bdi>{field === "name" ? visitor(value) : value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {links.length > 0 && (
        <section aria-labelledby="work-links">
          <h2 id="work-links">{t("work.links")}</h2>
          <ul class="links">
            {links.map(({ label, url }) => (
              <li key={url}>
                {/* Where it leads knows nothing of where it stood. */}
                <a href={url} target="_blank" rel="noopener noreferrer" class="break" data-testid="work-link">
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

export const Assists = ({ model, item }: Pick<WorkItemProps, "model" | "item">) => {
  const { t } = useI18n();
  return (
    <>
      {item.assists.map(({ id, name, mode }) => (
        <p key={id} class="cobrowse-bar" data-testid="assist" data-mode={mode}>
          {t(`work.assists.${mode}`, name)}
          {item.conversationId !== null && (
            <button
              type="button"
              class="button small"
              data-testid="assist-mode"
              onClick={() => void model.helpBy(item, id, mode === "consult" ? "conference" : "consult")}
            >
              {t(`work.to.${mode === "consult" ? "conference" : "consult"}`, name)}
            </button>
          )}
          <button
            type="button"
            class="button small"
            data-testid="assist-end"
            onClick={() => void model.endConsult(item.workItemId, id)}
          >
            {t("work.endAssist", name)}
          </button>
        </p>
      ))}
    </>
  );
};

/** At the console of whoever helps: whose it is, in which way, and the way out. */
export const Helping = ({ model, item }: Pick<WorkItemProps, "model" | "item">) => {
  const { t } = useI18n();
  if (item.place !== "assisting") return null;
  return (
    <p class="cobrowse-bar" role="status" data-testid="helping" data-mode={item.mode}>
      {t(`work.helping.${item.mode}`, item.agent.name)}
      <button
        type="button"
        class="button small"
        data-testid="helping-leave"
        disabled={model.busy.value.has(item.workItemId)}
        onClick={() => void model.endConsult(item.workItemId)}
      >
        {t("work.leave")}
      </button>
    </p>
  );
};

export const WorkItemView = (props: WorkItemProps) => {
  const { t, duration, dateTime } = useI18n();
  const { item, nowMs } = props;
  return (
    <main
      id="conversation"
      class="conversation"
      tabIndex={-1}
      aria-label={t("work.label")}
      data-testid="work-view"
    >
      <Head {...props} />
      <Assists {...props} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="work-body" tabIndex={0} aria-label={t("work.label")}>
        <p class="muted">
          {t("work.waited", dateTime(item.enqueuedAtMs))} ·{" "}
          {t("work.since", duration(nowMs.value - item.assignedAtMs))}
        </p>
        {item.note !== null && item.note !== "" && (
          <p class="work-note break" data-testid="work-note">
            {t("work.note", item.note)}
          </p>
        )}
        {item.body !== null && <p class="bubble-text">{item.body}</p>}
        <About item={item} />
      </section>
      <Acts {...props} />
    </main>
  );
};
