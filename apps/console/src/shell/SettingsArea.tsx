/** The settings: on the left the pages this person is offered, on the right the one in the address. */
import type { SiteId } from "@lotse/protocol";
import { useEffect } from "preact/hooks";
import { AccountView } from "../features/account/AccountView.tsx";
import { AuditView } from "../features/audit/AuditView.tsx";
import { PeopleView } from "../features/people/PeopleView.tsx";
import { BlendingView } from "../features/plan/BlendingView.tsx";
import { ChannelsView } from "../features/plan/ChannelsView.tsx";
import { QueuesView } from "../features/plan/QueuesView.tsx";
import { SitesView } from "../features/sites/SitesView.tsx";
import type { SettingsPage } from "../routing/routes.ts";
import { useI18n } from "../ui/AppContext.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { Link } from "../ui/Link.tsx";
import { useKeptFocus } from "../ui/useKeptFocus.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import type { Surroundings } from "./Surroundings.ts";
import { NoPlace } from "./UnknownPlace.tsx";

interface SettingsProps {
  readonly model: ConsoleModel;
  readonly surroundings: Surroundings;
}

const Page = ({ page, model, surroundings }: SettingsProps & { readonly page: SettingsPage }) => {
  const { settings } = model;
  useEffect(() => settings.entered(page), [settings, page]);
  const mayChange = settings.mayChange();
  const { name } = useI18n();
  const plan = { model: settings.plan, mayChange, siteName: (id: SiteId) => settings.siteName(id) };
  if (page === "people") {
    const me = model.inbox.agent.value?.id ?? null;
    return <PeopleView model={settings.people} me={me} mayChange={mayChange} kinds={settings.kinds(name)} />;
  }
  if (page === "sites") {
    return <SitesView model={settings.sites} hubUrl={surroundings.hubUrl} mayChange={mayChange} />;
  }
  if (page === "queues") {
    return <QueuesView {...plan} sites={settings.sites.sites} estimates={settings.estimates} />;
  }
  if (page === "channels") return <ChannelsView {...plan} />;
  if (page === "blending") return <BlendingView {...plan} />;
  if (page === "audit")
    return <AuditView model={settings.audit} nameOf={(_field, id) => settings.nameOf(id, name)} />;
  return (
    <AccountView
      model={settings.account}
      memberships={surroundings.memberships}
      activeTenantId={surroundings.activeTenantId}
      onChoose={surroundings.choose}
    />
  );
};

const Nav = ({ model, page }: { readonly model: ConsoleModel; readonly page: SettingsPage }) => {
  const { t } = useI18n();
  return (
    <nav class="settings-nav" aria-label={t("rail.settings")}>
      <ul>
        {model.settings.pages().map(offered => (
          <li key={offered}>
            <Link
              to={{ kind: "settings", page: offered }}
              class="settings-link"
              testid={`settings-${offered}`}
              current={offered === page}
            >
              {t(`settings.${offered}`)}
              {model.settings.unsaved(offered) && <span class="unsaved"> · {t("plan.unsavedMark")}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const PageFrame = ({ page, model, surroundings }: SettingsProps & { readonly page: SettingsPage }) => {
  const { t } = useI18n();
  const main = useKeptFocus<HTMLElement>();
  return (
    <main
      ref={main}
      id="conversation"
      class="settings-page"
      tabIndex={-1}
      aria-labelledby="settings-title"
      data-testid="settings-page"
      data-page={page}
    >
      <h1 id="settings-title">{t(`settings.${page}`)}</h1>
      <Boundary key={page} name={page} onCrash={surroundings.onCrash}>
        {model.settings.may(page) ? (
          <Page page={page} model={model} surroundings={surroundings} />
        ) : (
          <p class="muted">{t("loading")}</p>
        )}
      </Boundary>
    </main>
  );
};

export const SettingsArea = ({ model, surroundings }: SettingsProps) => {
  const { t } = useI18n();
  const route = model.router.route.value;
  if (route.kind !== "settings") return null;
  const { page } = route;
  // Until the hub has said who this is, nothing is denied.
  if (!model.settings.may(page) && model.loaded.value) {
    return <NoPlace title={t("denied.title")} explanation={t("denied.explain")} />;
  }
  return (
    <div class="settings">
      <Nav model={model} page={page} />
      <PageFrame page={page} model={model} surroundings={surroundings} />
    </div>
  );
};
