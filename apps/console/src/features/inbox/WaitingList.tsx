/** Work that waits for anybody, by queue: how long, until when, and what I may do about it. */
import type { QueueEntry, WorkItemId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { CircleHelp } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { ChannelSign } from "../../ui/ChannelSign.tsx";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import { groupsOf } from "./grouping.ts";

/** What can be done about what waits; whoever works on it gives these. */
export interface QueueActs {
  readonly busy: ReadonlySignal<ReadonlySet<WorkItemId | "next">>;
  next(): void;
  take(id: WorkItemId): void;
  why(entry: QueueEntry): void;
}

export interface WaitingListProps {
  /** Who waits behind these. */
  readonly more: number;
  readonly queue: readonly QueueEntry[];
  /** Whether somebody rings, who is then listed there. */
  readonly ringing: boolean;
  readonly nowMs: ReadonlySignal<number>;
  readonly names: PlanNames;
  readonly acts: QueueActs;
}

type EntryProps = WaitingListProps & { readonly entry: QueueEntry };

const Due = ({ entry, nowMs }: EntryProps) => {
  const { t, duration } = useI18n();
  if (entry.dueAtMs === undefined) return <span />;
  const leftMs = entry.dueAtMs - nowMs.value;
  const isLate = leftMs < 0;
  return (
    <span class={isLate ? "due late" : "due"} data-testid="due" data-late={isLate}>
      {isLate ? t("queue.late", duration(-leftMs)) : t("queue.due", duration(leftMs))}
    </span>
  );
};

const Entry = (props: EntryProps) => {
  const { t, duration, visitor } = useI18n();
  const { entry, names, acts } = props;
  const label = visitor(entry.visitorLabel);
  const about = [entry.subject ?? entry.topic, entry.skill].filter(
    text => text !== null && text !== undefined,
  );
  const waited = duration(props.nowMs.value - entry.enqueuedAtMs);
  return (
    <li class="request waiting-entry" data-testid="queue-item" data-work-item-id={entry.workItemId}>
      <span class="line-label">
        {entry.channel !== undefined && (
          <ChannelSign channel={entry.channel} name={names.channel(entry.channel)} />
        )}{" "}
        {label}
      </span>
      <span class="line-time" title={t("queue.waits", waited)}>
        {waited}
      </span>
      {about.length > 0 && <span class="line-text">{about.join(" · ")}</span>}
      {entry.dueAtMs !== undefined && (
        <span class="waiting-acts">
          <Due {...props} />
          {entry.mayPick === true && (
            <button
              type="button"
              class="button small"
              data-testid="queue-take"
              disabled={acts.busy.value.has(entry.workItemId)}
              aria-label={t("queue.takeLabel", label)}
              onClick={() => acts.take(entry.workItemId)}
            >
              {t("queue.take")}
            </button>
          )}
          <button
            type="button"
            class="icon-button small"
            data-testid="queue-why"
            title={t("queue.why")}
            aria-label={t("queue.whyLabel", label)}
            onClick={() => acts.why(entry)}
          >
            <CircleHelp size={16} aria-hidden="true" />
          </button>
        </span>
      )}
    </li>
  );
};

export const WaitingList = (props: WaitingListProps) => {
  const { t } = useI18n();
  const { queue, names, acts } = props;
  if (queue.length === 0) {
    return <p class="empty">{t(props.ringing ? "inbox.queueEmptyElse" : "inbox.queueEmpty")}</p>;
  }
  const groups = groupsOf(queue);
  const isPlanned = groups.some(({ queueId }) => queueId !== null);
  return (
    <>
      {isPlanned && (
        <p class="queue-next">
          <button
            type="button"
            class="button"
            data-testid="queue-next"
            disabled={acts.busy.value.has("next")}
            title={hint(t("action.takeNext"), "takeNext")}
            onClick={() => acts.next()}
          >
            {t("queue.next")}
          </button>
        </p>
      )}
      {groups.map(({ queueId, entries }) => {
        const title = (queueId === null ? null : names.queue(queueId)) ?? t("queue.noQueue");
        return (
          <section key={queueId} aria-label={title} data-testid="queue-group">
            {isPlanned && (
              <h3 class="queue-title">
                <span class="break">{title}</span> <span class="count">{entries.length}</span>
              </h3>
            )}
            <ul class="lines">
              {entries.map(entry => (
                <Entry key={entry.workItemId} {...props} entry={entry} />
              ))}
            </ul>
          </section>
        );
      })}
      {props.more > 0 && <p class="empty">{t("queue.more", props.more)}</p>}
    </>
  );
};
