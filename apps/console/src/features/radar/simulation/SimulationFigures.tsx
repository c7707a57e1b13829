/** The figures of a simulation: what would have happened in words, beside the published version, and what nobody can tell. */
import type { SimulationResult, SimulationSide } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";
import { Bars } from "../bars.tsx";
import { factWords } from "../rules/factLabels.ts";

interface SideProps {
  readonly side: SimulationSide;
}

/** Hours and examples go by one clock: the site's. */
interface ZonedProps extends SideProps {
  readonly timeZone: string;
}

interface ResultProps {
  readonly result: SimulationResult;
  readonly days: number;
}

const Headline = ({ result, days }: ResultProps) => {
  const { t } = useI18n();
  const { tried, visits } = result;
  return (
    <>
      <h3 data-testid="simulation-what">{t("simulation.what", tried.version, days)}</h3>
      <p class="figures-headline" data-testid="simulation-headline">
        {tried.agents.length + tried.withoutAgent > 0
          ? t("simulation.asked", tried.fired + tried.withoutAgent, tried.fired)
          : t("simulation.fired", tried.fired)}
      </p>
      <p data-testid="simulation-of">{t("simulation.of", visits, tried.matched)}</p>
      {tried.heldOut > 0 && <p>{t("simulation.heldOut", tried.heldOut)}</p>}
    </>
  );
};

const Compared = ({ result }: { readonly result: SimulationResult }) => {
  const { t } = useI18n();
  const { published, both, onlyTried, onlyPublished } = result;
  if (published === null) return null;
  const rows = [
    ["both", both],
    ["onlyTried", onlyTried],
    ["onlyPublished", onlyPublished],
  ] as const;
  return (
    <Bars
      testid="simulation-compared"
      caption={t("simulation.compared", published.version)}
      what={t("simulation.where")}
      howMany={t("simulation.visits")}
      rows={rows.map(([key, count]) => ({ key, label: t(`simulation.${key}`), count }))}
    />
  );
};

const Unknown = ({ side }: SideProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  if (side.unknown === 0) return null;
  return (
    <div class="plan-note" data-testid="simulation-unknown">
      <p>{t("simulation.unknown", side.unknown)}</p>
      <ul>
        {side.notRecorded.map(({ fact, visits }) => (
          <li key={fact}>
            <span class="break" title={fact}>
              {factWords(fact, i18n)}
            </span>
            : {t("simulation.visitCount", visits)}
          </li>
        ))}
      </ul>
    </div>
  );
};

const Where = ({ side, timeZone }: ZonedProps) => {
  const { t, weekday } = useI18n();
  const common = { howMany: t("simulation.times") };
  return (
    <div class="figures-tables">
      <Bars
        {...common}
        testid="simulation-pages"
        caption={t("simulation.pages")}
        what={t("simulation.page")}
        rows={side.pages.map(({ path, times }) => ({ key: path, label: path, count: times }))}
      />
      <Bars
        {...common}
        testid="simulation-hours"
        caption={t("simulation.hours", timeZone)}
        what={t("simulation.hour")}
        rows={side.hours.map(each => ({
          key: `${each.weekday} ${each.hour}`,
          label: t("simulation.at", weekday(each.weekday), each.hour),
          count: each.times,
        }))}
      />
      <Bars
        {...common}
        testid="simulation-agents"
        caption={t("simulation.agents")}
        what={t("simulation.agent")}
        rows={side.agents.map(({ agent, times }) => ({ key: agent.id, label: agent.name, count: times }))}
      />
      <Bars
        testid="simulation-reasons"
        howMany={t("simulation.visits")}
        caption={t("simulation.reasons")}
        what={t("simulation.reason")}
        rows={side.suppressed.map(({ reason, visits }) => ({
          key: reason,
          label: t(`suppression.${reason}`),
          count: visits,
        }))}
      />
    </div>
  );
};

const Examples = ({ side, timeZone }: ZonedProps) => {
  const { t, dateTimeIn, name, visitor } = useI18n();
  if (side.examples.length === 0) return null;
  return (
    <section aria-labelledby="simulation-examples">
      <h3 id="simulation-examples">{t("simulation.examples")}</h3>
      <ul class="cards">
        {side.examples.map(each => (
          <li key={`${each.visitId} ${each.atMs}`} class="card" data-testid="simulation-example">
            <p class="break">
              {visitor(each.visitorLabel)} · {dateTimeIn(each.atMs, timeZone)} · {each.path}
            </p>
            <p class="break">{name(each.why)}</p>
            {each.freeAgents !== null && <p class="muted">{t("simulation.free", each.freeAgents)}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
};

export const SimulationFigures = ({ result, days }: ResultProps) => {
  const { t } = useI18n();
  if (result.visits === 0) {
    return (
      <p class="muted" data-testid="simulation-empty">
        {t("simulation.empty", days)}
      </p>
    );
  }
  return (
    <div class="figures-result" data-testid="simulation-result">
      <Headline result={result} days={days} />
      <Unknown side={result.tried} />
      <Compared result={result} />
      <Where side={result.tried} timeZone={result.timeZone} />
      <Examples side={result.tried} timeZone={result.timeZone} />
      <p class="field-hint">{t("simulation.assumed")}</p>
    </div>
  );
};
