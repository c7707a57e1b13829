/** Changes of style sheets, their texts cleaned. Knows neither elements nor what is clean. */
import {
  type AdoptedSheetData,
  SOURCE,
  type StyleDeclarationData,
  type StyleRuleData,
} from "../wire/events.ts";

export type StyleData = StyleRuleData | StyleDeclarationData | AdoptedSheetData;

export const cleanStyle = (data: StyleData, css: (text: string, property?: string) => string): StyleData => {
  const rules = <R extends { readonly rule: string }>(list: readonly R[]): R[] =>
    list.map(rule => ({ ...rule, rule: css(rule.rule) }));
  const maybe = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : css(text);
  switch (data.source) {
    case SOURCE.styleRule: {
      const { adds, replace, replaceSync } = data;
      return { ...data, adds: adds && rules(adds), replace: maybe(replace), replaceSync: maybe(replaceSync) };
    }
    case SOURCE.styleDeclaration: {
      const { set } = data;
      return set === undefined || set.value === null
        ? data
        : { ...data, set: { ...set, value: css(set.value, set.property) } };
    }
    case SOURCE.adoptedSheet:
      return { ...data, styles: data.styles?.map(style => ({ ...style, rules: rules(style.rules) })) };
  }
};
