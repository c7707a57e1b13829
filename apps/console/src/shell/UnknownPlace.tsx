/** An address that is no place of ours, or none for this person: says so, and where one can go. */
import type { ComponentChildren } from "preact";
import { HOME } from "../routing/routes.ts";
import { useI18n } from "../ui/AppContext.ts";
import { Flag } from "../ui/Flag.tsx";
import { Link } from "../ui/Link.tsx";

export const NoPlace = (props: {
  readonly title: string;
  readonly explanation: string;
  readonly children?: ComponentChildren;
}) => {
  const { t } = useI18n();
  return (
    <main id="conversation" class="nothing" tabIndex={-1} data-testid="no-place">
      <Flag size={56} />
      <h1>{props.title}</h1>
      <p class="muted">{props.explanation}</p>
      {props.children}
      <Link to={HOME} class="button primary">
        {t("unknown.toInbox")}
      </Link>
    </main>
  );
};

export const UnknownPlace = ({ path }: { readonly path: string }) => {
  const { t } = useI18n();
  return (
    <NoPlace title={t("unknown.title")} explanation={t("unknown.explain")}>
      <p class="break">
        <code>{path.slice(0, 200)}</code>
      </p>
    </NoPlace>
  );
};
