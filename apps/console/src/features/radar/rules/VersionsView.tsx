/** The versions of a rule: who saved and published what, when, and what was changed, in words. And the way back. */
import type { RuleVersionView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../../ui/AppContext.ts";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { Definition, Differences } from "./Differences.tsx";
import { type Deed, deedsOf } from "./deeds.ts";
import type { RadarModel } from "./RadarModel.ts";
import type { RuleEditor } from "./RuleEditor.ts";
import { ruleName, ruleText } from "./words.ts";

interface VersionsProps {
  readonly radar: RadarModel;
  readonly editor: RuleEditor;
}

const SAID = {
  published: "versions.publishedBy",
  again: "versions.againBy",
  retired: "versions.retiredBy",
} as const;

const useWho = (versions: readonly RuleVersionView[]) => {
  const { t, dateTime } = useI18n();
  const done = deedsOf(versions);
  const saidOf = (deed: Deed): string => {
    const who = [deed.by?.name ?? t("versions.somebody"), dateTime(deed.atMs)] as const;
    return deed.did === "rolledBack"
      ? t("versions.rolledBackBy", deed.from, ...who)
      : t(SAID[deed.did], ...who);
  };
  return ({ version, savedAtMs, savedBy, publishedAtMs }: RuleVersionView): readonly string[] => {
    const somebody = t("versions.somebody");
    return [
      savedAtMs === null
        ? t("versions.setUp")
        : t("versions.savedBy", savedBy?.name ?? somebody, dateTime(savedAtMs)),
      ...(publishedAtMs === null ? [t("versions.never")] : []),
      ...(done.get(version) ?? []).map(saidOf),
    ];
  };
};

const RollBack = ({ radar, editor, version }: VersionsProps & { readonly version: RuleVersionView }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  const rule = editor.rule.value;
  const siteId = editor.siteId.value;
  const mayGoBack =
    radar.mayPublish.value &&
    version.publishedAtMs !== null &&
    !(rule?.state === "published" && rule.publishedVersion === version.version);
  if (!mayGoBack || rule === null) return null;
  // What was retired at this version is published again: the hub knows no way back to where one is.
  const isSame = rule.publishedVersion === version.version;
  const before = rule.state === "published" ? rule.publishedVersion : null;
  return (
    <>
      <button
        type="button"
        class="button small"
        data-testid="version-roll-back"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t(isSame ? "rule.publish" : "rule.rollBack")}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={
            isSame
              ? t("rule.publishQuestion", ruleName(version.definition, i18n))
              : t("rule.rollBackQuestion", version.version)
          }
          explanation={[
            t(
              "rule.publishExplain",
              siteId === null ? "" : radar.siteName(siteId),
              ruleText(version.definition, i18n),
            ),
            ...(before === null ? [] : [t("rule.publishInstead", before)]),
          ].join(" ")}
          confirm={t(isSame ? "rule.publish" : "rule.rollBack")}
          tone="primary"
          onConfirm={() => void (isSame ? editor.publish(version.version) : editor.rollBack(version.version))}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
};

const Version = (
  props: VersionsProps & { readonly version: RuleVersionView; readonly earlier: RuleVersionView | undefined },
) => {
  const { t } = useI18n();
  const who = useWho(props.editor.versions.value);
  const { editor, version, earlier } = props;
  const rule = editor.rule.value;
  const holds = rule?.state === "published" && rule.publishedVersion === version.version;
  return (
    <li class="card" data-testid="version" data-version={version.version}>
      <div class="row">
        <h2>
          {t("versions.version", version.version)}
          {holds && <span class="tag now">{t("versions.holds")}</span>}
          {rule?.newest.version === version.version && <span class="tag">{t("versions.newest")}</span>}
        </h2>
        <RollBack {...props} />
      </div>
      <p class="muted break">{who(version).join(" · ")}</p>
      {earlier === undefined ? (
        <p>{t("versions.first")}</p>
      ) : (
        <>
          <p>{t("versions.against", earlier.version)}</p>
          <Differences was={earlier.definition} is={version.definition} none={t("versions.same")} />
        </>
      )}
      {earlier === undefined ? (
        <Definition definition={version.definition} />
      ) : (
        <details>
          <summary>{t("versions.show")}</summary>
          <Definition definition={version.definition} />
        </details>
      )}
    </li>
  );
};

const Retire = ({ radar, editor }: VersionsProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  const rule = editor.rule.value;
  if (!radar.mayPublish.value || rule?.state !== "published") return null;
  return (
    <div class="buttons">
      <button
        type="button"
        class="button danger"
        data-testid="rule-retire"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t("rule.retire")}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={t("rule.retireQuestion", ruleName((rule.inForce ?? rule.newest).definition, i18n))}
          explanation={t("rule.retireExplain", radar.siteName(rule.siteId))}
          confirm={t("rule.retire")}
          onConfirm={() => void editor.retire()}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
};

export const VersionsView = (props: VersionsProps) => {
  const { t } = useI18n();
  const versions = props.editor.versions.value;
  return (
    <div class="plan">
      <p class="lead">{t("versions.explain")}</p>
      <ol class="cards">
        {versions.map((version, index) => (
          <Version key={version.version} {...props} version={version} earlier={versions[index + 1]} />
        ))}
      </ol>
      <Retire {...props} />
    </div>
  );
};
