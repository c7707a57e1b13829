/** A visitor who rings: who, about what, how long there is to answer. */
import type { OfferView } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { PhoneIncoming } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { ChannelSign } from "../../ui/ChannelSign.tsx";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import type { InboxModel } from "./InboxModel.ts";

export const OfferCard = (props: {
  readonly offer: OfferView;
  readonly model: InboxModel;
  readonly nowMs: ReadonlySignal<number>;
  /** The one the keys answer. */
  readonly first: boolean;
  readonly names: PlanNames;
}) => {
  const { t, duration, visitor } = useI18n();
  const { offer, model, first } = props;
  const seconds = Math.max(0, Math.ceil((offer.expiresAtMs - props.nowMs.value) / 1000));
  const answering = model.answering.value.has(offer.id);
  const { channel, queueId, from } = offer;
  const queue = queueId === undefined || queueId === null ? null : props.names.queue(queueId);
  const about = [offer.subject ?? offer.topic, queue ?? offer.skill]
    .filter(text => text !== null)
    .join(" · ");
  return (
    <li class="offer" data-testid="offer" data-offer-id={offer.id}>
      <p class="offer-title">
        {channel === undefined ? (
          <PhoneIncoming size={16} aria-hidden="true" />
        ) : (
          <ChannelSign channel={channel} name={props.names.channel(channel)} />
        )}
        <strong>{visitor(offer.visitorLabel)}</strong>
        <span class="offer-time">{t("offer.remaining", seconds)}</span>
      </p>
      {from !== undefined && (
        <p class="offer-from break" data-testid="offer-from">
          <strong>
            {t(`offer.from.${from.kind}`, from.agent.name)}
            {from.note !== "" && ": "}
          </strong>
          <bdi>{from.note}</bdi>
        </p>
      )}
      {about !== "" && <p class="offer-about">{about}</p>}
      {offer.waitedMs >= 1000 && <p class="muted">{t("offer.waited", duration(offer.waitedMs))}</p>}
      <div class="offer-buttons">
        <button
          type="button"
          class="button primary"
          data-testid="accept"
          disabled={answering}
          title={first ? hint(t("offer.accept"), "accept") : t("offer.accept")}
          onClick={() => void model.accept(offer.id)}
        >
          {t("offer.accept")}
        </button>
        <button
          type="button"
          class="button"
          data-testid="decline"
          disabled={answering}
          title={first ? hint(t("offer.decline"), "decline") : t("offer.decline")}
          onClick={() => void model.decline(offer.id)}
        >
          {t("offer.decline")}
        </button>
      </div>
    </li>
  );
};
