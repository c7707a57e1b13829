/** Why a rule is refused, in both languages. What a person wrote is never repeated in it. */
import type { ErrorCode, Localized } from "@lotse/protocol";
import { ARGUMENT_MAX } from "../catalogue/index.ts";

export type RuleErrorCode = Extract<ErrorCode, `RULE_${string}`>;

export interface Reason {
  readonly code: RuleErrorCode;
  readonly text: Localized;
}

const reason = (code: RuleErrorCode, en: string, de: string): Reason => ({ code, text: { de, en } });

export const REASONS = {
  notCel: reason("RULE_SYNTAX", "The rule is not valid CEL", "Die Regel ist kein gültiges CEL"),
  unreadable: reason("RULE_SYNTAX", "The rule cannot be read", "Die Regel kann nicht gelesen werden"),
  emptyGroup: reason("RULE_SYNTAX", "A group of the rule is empty", "Eine Gruppe der Regel ist leer"),
  doesNotFit: reason(
    "RULE_TYPE",
    "The rule names or compares what does not fit",
    "Die Regel nennt oder vergleicht etwas, das nicht passt",
  ),
  notBoolean: reason(
    "RULE_TYPE",
    "A rule is either true or false",
    "Eine Regel trifft zu oder trifft nicht zu",
  ),
  numberTooLarge: reason(
    "RULE_TYPE",
    "A number in the rule is too large",
    "Eine Zahl in der Regel ist zu groß",
  ),
  durationTooLong: reason(
    "RULE_TYPE",
    "A duration in the rule is too long",
    "Eine Dauer in der Regel ist zu lang",
  ),
  durationTooFine: reason(
    "RULE_TYPE",
    "Durations are written in seconds, to the millisecond at most",
    "Dauern stehen in Sekunden, höchstens auf die Millisekunde genau",
  ),
  argumentLength: reason(
    "RULE_TYPE",
    `A fact's argument has 1 to ${ARGUMENT_MAX} characters`,
    `Der Name in Klammern hat 1 bis ${ARGUMENT_MAX} Zeichen`,
  ),
  unsayable: reason(
    "RULE_TYPE",
    "The tree holds a value that a rule cannot say",
    "Der Baum enthält einen Wert, den eine Regel nicht sagen kann",
  ),
  computedArgument: reason(
    "RULE_UNSAFE",
    "A fact's argument must be written out as text",
    "Der Name in Klammern muss als Text ausgeschrieben sein",
  ),
  unordered: reason(
    "RULE_UNSAFE",
    "Only numbers and durations have an order",
    "Nur Zahlen und Dauern haben eine Ordnung",
  ),
  durationOnlyOrdered: reason(
    "RULE_UNSAFE",
    "A duration is compared with <, <=, > or >=",
    "Eine Dauer wird mit <, <=, > oder >= verglichen",
  ),
  amountOnlyOrdered: reason(
    "RULE_UNSAFE",
    "A price is compared with <, <=, > or >=",
    "Ein Preis wird mit <, <=, > oder >= verglichen",
  ),
  sides: reason(
    "RULE_UNSAFE",
    "A comparison has a fact on one side and a constant on the other",
    "Ein Vergleich hat auf der einen Seite eine Tatsache, auf der anderen einen festen Wert",
  ),
  membership: reason(
    "RULE_UNSAFE",
    "`in` looks for a fact in a list of constants",
    "`in` sucht eine Tatsache in einer Liste fester Werte",
  ),
  listOfConstants: reason(
    "RULE_UNSAFE",
    "The list holds constants only",
    "Die Liste enthält nur feste Werte",
  ),
  listOfYesNo: reason("RULE_UNSAFE", "Yes or no needs no list", "Ja oder nein braucht keine Liste"),
  textMethods: reason(
    "RULE_UNSAFE",
    "Texts know startsWith, endsWith and contains, each with a constant",
    "Texte kennen startsWith, endsWith und contains, jeweils mit einem festen Wert",
  ),
  outside: reason(
    "RULE_UNSAFE",
    "The rule uses something outside of profile 1",
    "Die Regel verwendet etwas außerhalb von Profil 1",
  ),
  comment: reason(
    "RULE_UNSAFE",
    "The rule holds a comment, which the tree cannot keep",
    "Die Regel enthält einen Kommentar, den der Baum nicht behalten kann",
  ),
  tooDeep: reason("RULE_TOO_COMPLEX", "The rule is nested too deeply", "Die Regel ist zu tief verschachtelt"),
} as const satisfies Record<string, Reason>;

export const tooManyCharacters = (count: number, most: number): Reason =>
  reason(
    "RULE_TOO_COMPLEX",
    `The rule is too large: ${count} characters, at most ${most}`,
    `Die Regel ist zu groß: ${count} Zeichen, höchstens ${most}`,
  );

export const tooManyParts = (nodes: number, depth: number): Reason =>
  reason(
    "RULE_TOO_COMPLEX",
    `The rule is too large: at most ${nodes} parts and ${depth} levels`,
    `Die Regel ist zu groß: höchstens ${nodes} Teile und ${depth} Ebenen`,
  );

export const tooMuchWork = (reads: number, most: number): Reason =>
  reason(
    "RULE_TOO_COMPLEX",
    `The rule costs too much: up to ${reads} reads, at most ${most}`,
    `Die Regel kostet zu viel: bis zu ${reads} Abfragen, höchstens ${most}`,
  );

export const setTooLarge = (what: "rules" | "reads" | "characters", count: number, most: number): Reason =>
  reason(
    "RULE_TOO_COMPLEX",
    `The site's rules cost too much: ${count} ${what}, at most ${most}`,
    `Die Regeln der Website kosten zu viel: ${count} ${{ rules: "Regeln", reads: "Abfragen", characters: "Zeichen" }[what]}, höchstens ${most}`,
  );
