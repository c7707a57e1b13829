/** Checks of style sheet events. The style sheets' own addresses are the CSP's matter. */
import {
  type AdoptedSheetData,
  SOURCE,
  type StyleDeclarationData,
  type StyleRuleData,
} from "../wire/events.ts";
import { CHANGES_MAX, VALUE_CHARS_MAX } from "./caps.ts";
import { id, invalid, type Json, list, number, object, optional, text } from "./checks.ts";

const NESTING_MAX = 50;

const position = (value: unknown): number => {
  const at = number(value, "rule index");
  if (!Number.isInteger(at) || at < 0) throw invalid("rule index");
  return at;
};
const path = (value: unknown): number[] => list(value, "rule index", NESTING_MAX).map(position);
const index = (value: unknown): number | number[] => (Array.isArray(value) ? path(value) : position(value));
const css = (value: unknown): string => text(value, "rule", VALUE_CHARS_MAX);

const rules = (value: unknown) =>
  list(value, "rules", CHANGES_MAX).map(item => {
    const rule = object(item, "rule");
    return { rule: css(rule.rule), index: optional(rule.index, index) };
  });

const sheet = (data: Json) => ({
  id: optional(data.id, value => id(value, "id")),
  styleId: optional(data.styleId, value => id(value, "style id")),
});

export const styleRule = (data: Json): StyleRuleData => ({
  source: SOURCE.styleRule,
  ...sheet(data),
  adds: optional(data.adds, rules),
  removes: optional(data.removes, value =>
    list(value, "removes", CHANGES_MAX).map(item => ({ index: index(object(item, "remove").index) })),
  ),
  replace: optional(data.replace, css),
  replaceSync: optional(data.replaceSync, css),
});

export const styleDeclaration = (data: Json): StyleDeclarationData => ({
  source: SOURCE.styleDeclaration,
  ...sheet(data),
  index: path(data.index),
  set: optional(data.set, value => {
    const set = object(value, "set");
    return {
      property: text(set.property, "property", 200),
      value: set.value === null ? null : css(set.value),
      priority: optional(set.priority, priority => text(priority, "priority", 20)),
    };
  }),
  remove: optional(data.remove, value => ({
    property: text(object(value, "remove").property, "property", 200),
  })),
});

export const adoptedSheet = (data: Json): AdoptedSheetData => ({
  source: SOURCE.adoptedSheet,
  id: id(data.id, "id"),
  styleIds: list(data.styleIds, "style ids", 1_000).map(value => id(value, "style id")),
  styles: optional(data.styles, value =>
    list(value, "styles", 1_000).map(item => {
      const style = object(item, "style");
      return { styleId: id(style.styleId, "style id"), rules: rules(style.rules) };
    }),
  ),
});
