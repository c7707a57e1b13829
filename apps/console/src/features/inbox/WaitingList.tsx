/** Visitors who wait for anybody. They are offered, not picked. */
import type { QueueEntry } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";

export const WaitingList = (props: {
  readonly queue: readonly QueueEntry[];
  /** Whether somebody rings, who is then listed there. */
  readonly ringing: boolean;
  readonly nowMs: ReadonlySignal<number>;
}) => {
  const { t, duration, visitor } = useI18n();
  if (props.queue.length === 0) {
    return <p class="empty">{t(props.ringing ? "inbox.queueEmptyElse" : "inbox.queueEmpty")}</p>;
  }
  return (
    <ul class="lines">
      {props.queue.map(entry => (
        <li key={entry.workItemId} class="request" data-testid="queue-item">
          <span class="line-label">{visitor(entry.visitorLabel)}</span>
          <span class="line-time">{duration(props.nowMs.value - entry.enqueuedAtMs)}</span>
          <span class="line-text">
            {[entry.topic, entry.skill].filter(text => text !== null).join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
};
