/** What two versions say differently, field by field, in words. */
import type { RuleDefinition } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";
import { differences, rowsOf } from "./words.ts";

export const Differences = (props: {
  readonly was: RuleDefinition;
  readonly is: RuleDefinition;
  readonly none: string;
}) => {
  const i18n = useI18n();
  const { t } = i18n;
  const found = differences(props.was, props.is, i18n);
  if (found.length === 0) return <p class="muted">{props.none}</p>;
  return (
    <dl class="differences" data-testid="differences">
      {found.map(({ field, label, was, is }) => (
        <div key={field} data-testid="difference" data-field={field}>
          <dt>{label}</dt>
          {was !== "" && (
            <dd class="break">
              <span class="sr">{t("versions.was")} </span>
              <del>{was}</del>
            </dd>
          )}
          {is !== "" && (
            <dd class="break">
              <span class="sr">{t("versions.is")} </span>
              <ins>{is}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
};

export const Definition = ({ definition }: { readonly definition: RuleDefinition }) => {
  const i18n = useI18n();
  return (
    <dl class="facts-list">
      {rowsOf(definition, i18n).map(({ field, label, text }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd class="break">{text}</dd>
        </div>
      ))}
      <div>
        <dt>CEL</dt>
        <dd class="break">
          <code>{definition.cel}</code>
        </dd>
      </div>
    </dl>
  );
};
