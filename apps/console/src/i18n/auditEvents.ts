/** Words for what the audit log knows. An event without words is shown by its name. */
import type { Language } from "@lotse/protocol";

/** What an id in the log is one of. */
export const AUDIT_FIELDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  agentId: { de: "Person", en: "Person" },
  siteId: { de: "Website", en: "Site" },
  visitId: { de: "Besuch", en: "Visit" },
  conversationId: { de: "Gespräch", en: "Conversation" },
  cobrowseId: { de: "Co-Browsing", en: "Co-browsing" },
  workItemId: { de: "Vorgang", en: "Item" },
  queueId: { de: "Warteschlange", en: "Queue" },
  why: { de: "Grund", en: "Reason" },
  keyId: { de: "Schlüssel", en: "Key" },
  ruleId: { de: "Regel", en: "Rule" },
  version: { de: "Fassung", en: "Version" },
  kid: { de: "Schlüssel", en: "Key" },
};

/** What is one of a few, by its field. */
export const AUDIT_VALUES: Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<Language, string>>>>>
> = {
  why: {
    closed: { de: "geschlossen", en: "closed" },
    nobodyOnDuty: { de: "niemand im Dienst", en: "nobody on duty" },
    waiting: { de: "es warteten zu viele", en: "too many waited" },
    expectedWait: { de: "die Wartezeit wäre zu lang gewesen", en: "the wait would have been too long" },
  },
};

export const AUDIT_EVENTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "member:invited": { de: "Eingeladen", en: "Invited" },
  "member:changed": { de: "Mitarbeitende geändert", en: "Member changed" },
  "member:linkRenewed": { de: "Neuer Link ausgestellt", en: "New link issued" },
  "member:signedOut": { de: "Überall abgemeldet", en: "Signed out everywhere" },
  "member:removed": { de: "Entfernt", en: "Removed" },
  "link:redeemed": { de: "Link eingelöst", en: "Link redeemed" },
  "site:changed": { de: "Website geändert", en: "Site changed" },
  "identityKey:added": { de: "Identitätsschlüssel hinzugefügt", en: "Identity key added" },
  "identityKey:retired": { de: "Identitätsschlüssel außer Dienst", en: "Identity key retired" },
  "identityKey:read": { de: "Identitätsschlüssel gelesen", en: "Identity keys read" },
  "plan:saved": { de: "Verteilung geändert", en: "Routing changed" },
  "rule:saved": { de: "Regelentwurf gespeichert", en: "Draft of a rule saved" },
  "rule:published": { de: "Regel veröffentlicht", en: "Rule published" },
  "rule:rolledBack": { de: "Regel auf frühere Fassung zurückgesetzt", en: "Rule rolled back" },
  "rule:retired": { de: "Regel außer Dienst", en: "Rule retired" },
  "radar:configured": { de: "Einstellungen der Regeln geändert", en: "Settings of rules changed" },
  "apiKey:added": { de: "API-Schlüssel ausgestellt", en: "API key issued" },
  "apiKey:revoked": { de: "API-Schlüssel widerrufen", en: "API key revoked" },
  "workItem:added": {
    de: "Arbeit von einem anderen System eingereiht",
    en: "Work taken in from another system",
  },
  "workItem:ended": { de: "Arbeit von einem anderen System beendet", en: "Work ended by another system" },
  "work:picked": { de: "Außer der Reihe genommen", en: "Picked out of turn" },
  "work:done": { de: "Erledigt", en: "Done" },
  "work:putBack": { de: "Zurückgegeben", en: "Put back" },
  "work:transferred": { de: "Weitergegeben", en: "Handed on" },
  "work:forwarded": { de: "In andere Warteschlange gegeben", en: "Sent to another queue" },
  "work:consulted": { de: "Kollegin oder Kollegen hinzugezogen", en: "Colleague asked in" },
  "work:consultEnded": { de: "Rückfrage beendet", en: "Consultation ended" },
  "presence:setOutside": { de: "Anwesenheit von außen gesetzt", en: "Presence set from outside" },
  "presence:set": { de: "Anwesenheit geändert", en: "Presence changed" },
  "cobrowse:requested": { de: "Co-Browsing angefragt", en: "Co-browsing requested" },
  "cobrowse:answered": { de: "Co-Browsing beantwortet", en: "Co-browsing answered" },
  "cobrowse:shared": { de: "Seite von sich aus geteilt", en: "Page shared unasked" },
  "request:left": { de: "Nachricht hinterlassen", en: "Message left" },
  "conversation:turnedAway": { de: "Nicht in die Warteschlange gelassen", en: "Not let into the queue" },
  "page:wordUnknown": { de: "Seite nennt unbekannte Warteschlange", en: "Page names an unknown queue" },
  "visitor:identified": { de: "Besucher hat sich ausgewiesen", en: "Visitor identified" },
  "cobrowse:stopped": { de: "Co-Browsing beendet", en: "Co-browsing stopped" },
};
