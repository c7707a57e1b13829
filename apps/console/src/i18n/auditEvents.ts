/** Words for what the audit log knows. An event without words is shown by its name. */
import type { Language } from "@lotse/protocol";

export const AUDIT_EVENTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "member:invited": { de: "Eingeladen", en: "Invited" },
  "member:changed": { de: "Mitarbeitende geändert", en: "Member changed" },
  "member:linkRenewed": { de: "Neuer Link ausgestellt", en: "New link issued" },
  "member:signedOut": { de: "Überall abgemeldet", en: "Signed out everywhere" },
  "member:removed": { de: "Entfernt", en: "Removed" },
  "site:changed": { de: "Website geändert", en: "Site changed" },
  "identityKey:added": { de: "Identitätsschlüssel hinzugefügt", en: "Identity key added" },
  "identityKey:retired": { de: "Identitätsschlüssel außer Dienst", en: "Identity key retired" },
  "presence:set": { de: "Anwesenheit geändert", en: "Presence changed" },
  "offer:accepted": { de: "Besucher angenommen", en: "Visitor accepted" },
  "offer:declined": { de: "Besucher abgelehnt", en: "Visitor declined" },
  "conversation:ended": { de: "Gespräch beendet", en: "Conversation ended" },
  "cobrowse:requested": { de: "Co-Browsing angefragt", en: "Co-browsing requested" },
  "cobrowse:stopped": { de: "Co-Browsing beendet", en: "Co-browsing stopped" },
};
