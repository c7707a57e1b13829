/**
 * Weighs what is put into style sheets after the snapshot, and passes over sheets that do not stand: the Replayer would
 * look for them in vain. Knows nothing of what the rules say.
 */
import {
  type AdoptedSheetData,
  NODE,
  SOURCE,
  type StyleDeclarationData,
  type StyleRuleData,
} from "../wire/events.ts";
import type { Ledger } from "./ledger.ts";
import type { RuleWeights } from "./ruleWeights.ts";

const weightsOf = (data: StyleRuleData | StyleDeclarationData, ledger: Ledger): RuleWeights | null => {
  if (data.styleId !== undefined) return ledger.sheet(data.styleId);
  const entry = data.id === undefined ? null : ledger.get(data.id);
  return entry?.tag === "style" || entry?.tag === "link" ? ledger.rulesOf(entry) : null;
};

const ruleChange = (data: StyleRuleData, weights: RuleWeights): void => {
  for (const { rule } of data.adds ?? []) weights.add(rule.length);
  for (const _ of data.removes ?? []) weights.removeOne();
  const text = data.replaceSync ?? data.replace;
  if (text !== undefined) weights.replace(text.length);
};

const adopted = (data: AdoptedSheetData, ledger: Ledger): AdoptedSheetData | null => {
  const host = ledger.get(data.id);
  if (host === null || (host.type !== NODE.element && host.type !== NODE.document)) return null;
  for (const { styleId, rules } of data.styles ?? []) {
    const weights = ledger.construct(styleId);
    for (const { rule } of rules) weights.add(rule.length);
  }
  // One that is not known would be looked for again and again.
  const styleIds = data.styleIds.filter(styleId => ledger.sheet(styleId) !== null);
  ledger.adopt(host, styleIds.length);
  return { ...data, styleIds };
};

/** Null if the sheet does not stand in the mirror. */
export const weighStyle = <T extends StyleRuleData | StyleDeclarationData | AdoptedSheetData>(
  data: T,
  ledger: Ledger,
): StyleRuleData | StyleDeclarationData | AdoptedSheetData | null => {
  if (data.source === SOURCE.adoptedSheet) return adopted(data, ledger);
  const weights = weightsOf(data, ledger);
  if (weights === null) return null;
  if (data.source === SOURCE.styleRule) ruleChange(data, weights);
  else if (data.set !== undefined) {
    weights.declare(`${data.index.join(".")} ${data.set.property}`, data.set.value?.length ?? 0);
  }
  return data;
};
