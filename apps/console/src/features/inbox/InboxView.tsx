/** The inbox column: presence, what rings, my conversations, the queue, messages left. */
import type { ConversationId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import type { InboxModel } from "./InboxModel.ts";
import { OfferCard } from "./OfferCard.tsx";
import { PresenceSwitch } from "./PresenceSwitch.tsx";
import { type QueueActs, WaitingList } from "./WaitingList.tsx";

/** One of my conversations, as the inbox lists it; whoever keeps conversations gives these. */
export interface InboxLine {
  readonly id: ConversationId;
  readonly label: string;
  readonly lastText: string | null;
  readonly lastIsMine: boolean;
  readonly waitingSinceMs: number | null;
  readonly unread: number;
  readonly typing: boolean;
  readonly ended: boolean;
  /** It did not end: others have it. */
  readonly lost: boolean;
}

export interface InboxViewProps {
  readonly model: InboxModel;
  readonly nowMs: ReadonlySignal<number>;
  readonly loaded: boolean;
  /** Nothing else is on the screen: then this is the main thing. */
  readonly alone: boolean;
  readonly lines: readonly InboxLine[];
  readonly selectedId: ConversationId | null;
  readonly onSelect: (id: ConversationId) => void;
  readonly names: PlanNames;
  readonly acts: QueueActs;
  /** What whoever knows all my work puts in here: how full I am; items beside conversations; the rest of it. */
  readonly work: {
    readonly meter: ComponentChildren;
    readonly items: ComponentChildren;
    readonly itemCount: number;
    readonly others: ComponentChildren;
    readonly colleagues: ComponentChildren;
  };
}

const Section = (props: {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly children: ComponentChildren;
}) => (
  <section class="inbox-section" aria-labelledby={props.id}>
    <h2 id={props.id}>
      {props.title}
      {props.count !== undefined && props.count > 0 && <span class="count">{props.count}</span>}
    </h2>
    {props.children}
  </section>
);

/** Short to the eye, whole to a screen reader. */
const LineState = (props: { readonly line: InboxLine; readonly waiting: string | null }) => {
  const { t } = useI18n();
  const { ended, lost } = props.line;
  if (ended) return <span class="line-time">{t(lost ? "inbox.lost" : "inbox.ended")}</span>;
  if (props.waiting === null) return <span class="line-time" />;
  const whole = t("inbox.waiting", props.waiting);
  return (
    <span class="line-time waiting" title={whole}>
      <span aria-hidden="true">{props.waiting}</span>
      <span class="sr">{whole}</span>
    </span>
  );
};

const Line = (props: InboxViewProps & { readonly line: InboxLine }) => {
  const { t, duration, visitor } = useI18n();
  const { line } = props;
  const waiting = line.waitingSinceMs === null ? null : duration(props.nowMs.value - line.waitingSinceMs);
  return (
    <li>
      <button
        type="button"
        class="line"
        data-testid="inbox-item"
        data-conversation-id={line.id}
        data-ended={line.ended}
        data-unread={line.unread > 0}
        aria-current={line.id === props.selectedId ? "true" : undefined}
        onClick={() => props.onSelect(line.id)}
      >
        <span class="line-label">{visitor(line.label)}</span>
        <LineState line={line} waiting={waiting} />
        <span class="line-text">
          {line.typing
            ? t("conversation.typing", visitor(line.label))
            : line.lastText === null
              ? t("inbox.noMessages")
              : [line.lastIsMine && `${t("inbox.you")} `, <bdi key="text">{line.lastText}</bdi>]}
        </span>
        {line.unread > 0 && (
          <span class="badge" data-testid="unread">
            <span aria-hidden="true">{line.unread}</span>
            <span class="sr">{t("inbox.unread", line.unread)}</span>
          </span>
        )}
      </button>
    </li>
  );
};

const MyConversations = (props: InboxViewProps) => {
  const { t } = useI18n();
  const away = props.model.agent.value?.presence === "away";
  if (!props.loaded) return <p class="empty">{t("inbox.minePending")}</p>;
  if (props.lines.length === 0 && props.work.itemCount > 0) return null;
  if (props.lines.length === 0) {
    return <p class="empty">{away ? t("inbox.mineEmptyAway") : t("inbox.mineEmpty")}</p>;
  }
  return (
    <ul class="lines" title={hint(t("action.nextUnread"), "nextWaiting")}>
      {props.lines.map(line => (
        <Line key={line.id} {...props} line={line} />
      ))}
    </ul>
  );
};

export const InboxView = (props: InboxViewProps) => {
  const { t } = useI18n();
  const { model } = props;
  const offers = model.offers.value;
  const open = props.lines.filter(line => !line.ended).length;
  const Tag = props.alone ? "main" : "aside";
  return (
    <Tag
      id={props.alone ? "conversation" : undefined}
      class="inbox"
      tabIndex={props.alone ? -1 : undefined}
      aria-label={t("inbox.label")}
    >
      {props.alone && <h1 class="sr">{t("inbox.label")}</h1>}
      <PresenceSwitch model={model} openCount={open} meter={props.work.meter} />
      <div class="inbox-lists">
        {offers.length > 0 && (
          <Section id="inbox-offers" title={t("inbox.offers")} count={offers.length}>
            <ul class="offers">
              {offers.map((offer, index) => (
                <OfferCard
                  key={offer.id}
                  offer={offer}
                  model={model}
                  nowMs={props.nowMs}
                  first={index === 0}
                  names={props.names}
                />
              ))}
            </ul>
          </Section>
        )}
        <Section
          id="inbox-mine"
          title={t(props.work.meter === null ? "inbox.mine" : "work.mine")}
          count={open + props.work.itemCount}
        >
          <MyConversations {...props} />
          {props.work.items}
        </Section>
        {props.work.others}
        <Section
          id="inbox-queue"
          title={t("inbox.queue")}
          count={model.queue.value.length + model.more.value}
        >
          <WaitingList
            queue={model.queue.value}
            more={model.more.value}
            ringing={offers.length > 0}
            nowMs={props.nowMs}
            names={props.names}
            acts={props.acts}
          />
        </Section>
        {model.requests.value.length > 0 && (
          <Section id="inbox-requests" title={t("inbox.requests")} count={model.requests.value.length}>
            <ul class="lines">
              {model.requests.value.map(request => (
                <RequestItem key={request.id} request={request} names={props.names} />
              ))}
            </ul>
          </Section>
        )}
        {props.work.colleagues}
      </div>
    </Tag>
  );
};

const RequestItem = ({
  request,
  names,
}: {
  readonly request: InboxModel["requests"]["value"][number];
  readonly names: PlanNames;
}) => {
  const { t, time } = useI18n();
  const { topic = null, queueId = null } = request;
  const queue = queueId === null ? null : names.queue(queueId);
  return (
    <li class="request" data-testid="request-item">
      <span class="line-label">{request.reach}</span>
      <span class="line-time">{time(request.leftAtMs)}</span>
      <span class="line-text">
        <span class="tag">{t(request.kind === "callback" ? "request.callback" : "request.message")}</span>{" "}
        {queue !== null && <span class="tag">{queue}</span>}{" "}
        <bdi>{[topic, request.text].filter(text => text !== null && text !== "").join(" · ")}</bdi>
      </span>
    </li>
  );
};
