/** Something that happened, between what was said. */
import type { SystemNotice } from "@lotse/protocol";
import type { I18n } from "../../i18n/i18n.ts";
import { useI18n } from "../../ui/AppContext.ts";

const textOf = ({ t }: I18n, notice: SystemNotice): string => {
  switch (notice.notice) {
    case "opened":
      return t("notice.opened");
    case "agentJoined":
      return t("notice.agentJoined", notice.agent.name);
    case "agentLeft":
      return t(`notice.agentLeft.${notice.why}`, notice.agent.name);
    case "cobrowseStarted":
      return t("notice.cobrowseStarted", notice.agent.name);
    case "cobrowseEnded":
      return t(`notice.cobrowseEnded.${notice.by}`);
    case "ended":
      return t(`notice.ended.${notice.by}`);
  }
};

export const NoticeLine = (props: { readonly notice: SystemNotice; readonly atMs: number }) => {
  const i18n = useI18n();
  return (
    <li class="notice" data-testid="notice" data-notice={props.notice.notice}>
      {textOf(i18n, props.notice)} · <time>{i18n.time(props.atMs)}</time>
    </li>
  );
};
