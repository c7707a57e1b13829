/** German: the shell's own words. */
import type { shellEn } from "./shell.en.ts";

export const shellDe: typeof shellEn = {
  loading: "Wird geladen …",

  "palette.title": "Befehle",
  "palette.placeholder": "Befehl eingeben …",
  "palette.none": "Diesen Befehl gibt es nicht",

  "action.accept": "Klingelnden Besucher annehmen",
  "action.decline": "Klingelnden Besucher ablehnen",
  "action.nextUnread": "Nächstes Gespräch, das auf mich wartet",
  "action.next": "Nächstes Gespräch",
  "action.previous": "Voriges Gespräch",
  "action.compose": "Schreiben",
  "action.presence": "Verfügbar oder abwesend werden",
  "action.presence.available": "Verfügbar werden",
  "action.presence.away": "Abwesend werden",
  "action.cobrowseToggle": "Co-Browsing anfragen oder beenden",
  "action.cobrowse": "Co-Browsing anfragen",
  "action.cobrowseStop": "Co-Browsing beenden",
  "action.endOrDismiss": "Gespräch beenden oder beendetes schließen",
  "action.end": "Gespräch beenden",
  "action.dismiss": "Beendetes Gespräch schließen",
  "action.fold": "Gespräch ein- oder ausklappen",
  "action.visitor": "Besucherdetails zeigen oder ausblenden",
  "action.inbox": "Zum Eingang",
  "action.visitors": "Zu den Besuchern",
  "action.settings": "Zu den Optionen",
  "action.people": "Optionen: Mitarbeitende",
  "action.sites": "Optionen: Websites",
  "action.audit": "Optionen: Änderungsprotokoll",
  "action.palette": "Alle Befehle",
  "action.help": "Hilfe und Tasten",
  "action.firstSteps": "Erste Schritte",
  "action.language": "English",
  "action.theme": "Darstellung wechseln",
  "action.signout": "Abmelden",

  "help.title": "Hilfe und Tasten",
  "help.explain":
    "Alle Befehle stehen auch in der Befehlsliste. Tasten mit Alt oder Strg wirken auch beim Schreiben.",
  "help.ringing": "Wenn es klingelt",
  "help.conversations": "Zwischen Gesprächen",
  "help.conversation": "Im Gespräch",
  "help.places": "Bereiche",
  "help.console": "Konsole",
  "help.noKey": "in der Befehlsliste",
  "help.plainKeys": "Tasten ohne Alt oder Strg sind an (nur „?“)",

  "key.ctrl": "Strg",

  "toast.label": "Hinweise",
  "toast.dismiss": "Hinweis schließen",
  "toast.again": "Noch einmal versuchen",
  "toast.copied": "Kopiert",
  "toast.request": id => `Für Rückfragen: ${id}`,
  "toast.more": n => (n === 1 ? "1 weiterer Hinweis" : `${n} weitere Hinweise`),

  "dialog.close": "Schließen",
  "copy.button": "Kopieren",
  "copy.copied": "Kopiert",
  "copy.failed": "Kopieren ist hier nicht erlaubt. Bitte den Text markieren und kopieren.",

  "crash.title": "Dieser Teil der Konsole ist abgestürzt",
  "crash.explain": "Der Rest läuft weiter, und nichts Geschriebenes ist verloren.",
  "crash.again": "Diesen Bereich neu laden",

  "unknown.title": "Hier ist nichts",
  "unknown.explain":
    "Diese Adresse gibt es in der Konsole nicht. Der Link ist vielleicht alt oder unvollständig.",
  "unknown.toInbox": "Zum Eingang",
  "denied.title": "Diese Seite gehört nicht zu Ihrer Rolle",
  "denied.explain":
    "Ihre Rolle sieht sie nicht vor. Ändern können das Administratoren unter Optionen, Mitarbeitende.",

  "outdated.title": "Konsole und Server passen nicht zusammen",
  "outdated.explain":
    "Der Server wurde aktualisiert, dieser Browser bekommt aber auch nach dem Neuladen noch die alte Konsole.",
  "outdated.cache": "Seite ohne Zwischenspeicher laden: Strg+Umschalt+R, auf dem Mac Cmd+Umschalt+R.",
  "outdated.administrator":
    "Hilft das nicht: bitte an Ihre Administratoren wenden. Vielleicht hält ein Zwischenspeicher oder Proxy die alte Version fest.",
  "outdated.kept": "Was Sie geschrieben und noch nicht gesendet haben, bleibt in diesem Tab erhalten.",

  "alert.unread": (n, title) => `(${n}) ${title}`,
};
