/** German. The type makes sure that no text is missing. */
import { accountDe } from "./account.de.ts";
import { actingDe } from "./acting.de.ts";
import type { Texts } from "./i18n.ts";
import { planDe } from "./plan.de.ts";
import { pointingDe } from "./pointing.de.ts";
import { radarLiftDe } from "./radarLift.de.ts";
import { radarLiveDe } from "./radarLive.de.ts";
import { radarRulesDe } from "./radarRules.de.ts";
import { settingsDe } from "./settings.de.ts";
import { shellDe } from "./shell.de.ts";
import { workDe } from "./work.de.ts";

const plural = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;

export const de: Texts = {
  ...shellDe,
  ...accountDe,
  ...settingsDe,
  ...planDe,
  ...workDe,
  ...radarRulesDe,
  ...radarLiftDe,
  ...radarLiveDe,
  ...actingDe,
  ...pointingDe,

  "app.name": "Lotse",
  "app.slogan": "Lotse an Bord",
  "app.skip": "Zum Gespräch springen",

  "rail.label": "Bereiche",
  "rail.inbox": "Eingang",
  "rail.visitors": "Besucher",
  "rail.settings": "Optionen",
  "rail.language": "Sprache: Deutsch",
  "rail.theme.auto": "Darstellung: wie das System",
  "rail.theme.light": "Darstellung: hell",
  "rail.theme.dark": "Darstellung: dunkel",
  "rail.signout": "Abmelden",

  "leave.question": "Abmelden?",
  "leave.explain": n =>
    n === 0
      ? "Es ist niemand mehr mit Ihnen im Gespräch."
      : n === 1
        ? "1 Besucher ist noch mit Ihnen im Gespräch und bleibt ohne Antwort zurück. Geteilte Seiten werden geschlossen."
        : `${n} Besucher sind noch mit Ihnen im Gespräch und bleiben ohne Antwort zurück. Geteilte Seiten werden geschlossen.`,
  "leave.yes": "Abmelden",

  "connection.connecting": "Verbindung wird aufgebaut …",
  "connection.online": "Verbunden",
  "connection.offline": "Verbindung unterbrochen – wird neu verbunden.",
  "connection.offlineMeans":
    "Sie können weiterlesen und weiterschreiben: Nachrichten werden aufbewahrt und danach gesendet. Alles andere geht erst, wenn die Verbindung wieder steht.",
  "connection.refused": "Der Server hat die Verbindung abgelehnt.",
  "connection.reload": "Neu laden",
  "connection.closed": "Abgemeldet",

  "presence.label": "Anwesenheit",
  "presence.available": "Verfügbar",
  "presence.away": "Abwesend",
  "presence.offline": "Offline",
  "presence.load": (open, capacity) => `${open} von ${capacity}`,
  "presence.loadLabel": (open, capacity) =>
    `${plural(open, "Gespräch", "Gespräche")} von höchstens ${capacity}`,

  "inbox.label": "Eingang",
  "inbox.offers": "Es klingelt",
  "inbox.mine": "Meine Gespräche",
  "inbox.queue": "Warteschlange",
  "inbox.requests": "Hinterlassen",
  "inbox.minePending": "Wird geladen …",
  "inbox.mineEmpty": "Keine. Der nächste Besucher klingelt hier, solange Sie verfügbar sind.",
  "inbox.mineEmptyAway": "Keine. Sie sind abwesend: Als Verfügbare bekommen Sie wieder Besucher.",
  "inbox.queueEmpty": "Niemand wartet.",
  "queue.more": (n: number) => `und ${n} weitere`,
  "inbox.queueEmptyElse": "Sonst wartet niemand.",
  "inbox.unread": n => plural(n, "ungelesene Nachricht", "ungelesene Nachrichten"),
  "inbox.waiting": time => `wartet ${time}`,
  "inbox.ended": "beendet",
  "inbox.lost": "nicht mehr Ihres",
  "inbox.you": "Sie:",
  "inbox.noMessages": "Noch keine Nachricht",

  "offer.accept": "Annehmen",
  "offer.decline": "Ablehnen",
  "offer.remaining": seconds => `noch ${seconds} s`,
  "offer.waited": time => `wartete ${time}`,

  "request.callback": "Rückruf",
  "request.message": "Nachricht",

  "conversation.label": "Gespräch",
  "conversation.none": "Kein Gespräch geöffnet",
  "conversation.noneRinging": "Es klingelt. Nehmen Sie an, um zu beginnen.",
  "conversation.noneAvailable": "Sie sind verfügbar. Der nächste Besucher klingelt hier.",
  "conversation.noneAway": "Sie sind abwesend. Es kommt niemand zu Ihnen, bis Sie verfügbar sind.",
  "conversation.goAvailable": "Verfügbar werden",
  "conversation.messages": "Nachrichten",
  "conversation.composer": "Nachricht schreiben",
  "conversation.composerTo": label => `An ${label} schreiben`,
  "conversation.composerHint": "Enter sendet, Umschalt+Enter: neue Zeile",
  "conversation.send": "Senden",
  "conversation.end": "Gespräch beenden",
  "conversation.endShort": "Beenden",
  "conversation.endQuestion": "Dieses Gespräch beenden?",
  "conversation.endExplain": label =>
    `${label} kann darin nicht mehr schreiben, und geteilte Seiten werden geschlossen.`,
  "conversation.endYes": "Gespräch beenden",
  "conversation.cancel": "Abbrechen",
  "conversation.isEnded": "Dieses Gespräch ist beendet.",
  "conversation.lost.asked":
    "Sie waren nicht verbunden. Es wird nachgesehen, was aus diesem Gespräch geworden ist …",
  "conversation.lost.line":
    "Sie waren nicht verbunden. Dieses Gespräch kam zurück in die Warteschlange und ist nicht mehr Ihres.",
  "conversation.lost.colleague": name =>
    `Sie waren nicht verbunden. Inzwischen hat ${name} dieses Gespräch übernommen.`,
  "conversation.lost.others": "Sie waren nicht verbunden. Dieses Gespräch ging inzwischen an andere.",
  "conversation.lost.owner": "Sie waren nicht verbunden. Bei diesem Gespräch helfen Sie nicht mehr mit.",
  "conversation.dismiss": "Schließen",
  "conversation.typing": label => `${label} schreibt …`,
  "conversation.toList": "Zurück zur Liste",
  "conversation.gone": "Dieses Gespräch ist nicht hier",
  "conversation.goneExplain":
    "Es ist beendet, gehört jemand anderem, oder die Adresse ist unvollständig. Ihre Gespräche stehen in der Liste.",
  "conversation.newMessages": "Neue Nachrichten",
  "conversation.fold": "Gespräch einklappen",
  "conversation.toLive": "Zur Seite des Besuchers",
  "conversation.unfold": "Gespräch ausklappen",

  "message.you": "Sie",
  "message.more": "Mehr zeigen",
  "message.less": "Weniger zeigen",
  "message.sending": "Wird gesendet …",
  "message.kept": "Wird gesendet, sobald die Verbindung wieder steht",
  "message.sent": "Gesendet",
  "message.delivered": "Zugestellt",
  "message.read": "Gelesen",
  "message.refused": why => `Nicht gesendet: ${why}`,
  "message.retry": "Noch einmal senden",
  "message.discard": "Verwerfen",

  "notice.opened": "Gespräch eröffnet",
  "notice.agentJoined": name => `${name} ist dazugekommen`,
  "notice.agentLeft.gone": name => `${name} ist nicht mehr da`,
  "notice.agentLeft.left": name => `${name} hat das Gespräch verlassen`,
  "notice.agentLeft.handedOn": name => `${name} hat das Gespräch weitergegeben`,
  "notice.cobrowseStarted": name => `Besucher teilt die Seite mit ${name}`,
  "notice.cobrowseEnded.visitor": "Der Besucher hat das Teilen der Seite beendet",
  "notice.cobrowseEnded.agent": "Teilen der Seite beendet",
  "notice.cobrowseEnded.system": "Teilen der Seite beendet",
  "notice.cobrowseEnded.site":
    "Teilen der Seite beendet: Die Website wurde abgeschaltet oder lässt diese Adresse nicht mehr zu",
  "notice.ended.visitor": "Der Besucher hat das Gespräch beendet",
  "notice.ended.agent": "Gespräch beendet",
  "notice.ended.system": "Gespräch beendet, weil niemand mehr da war",

  "cobrowse.label": "Seite des Besuchers",
  "cobrowse.request": "Co-Browsing anfragen",
  "cobrowse.requestShort": "Co-Browsing",
  "cobrowse.requested": "Warten auf die Zustimmung des Besuchers …",
  "cobrowse.declined": "Der Besucher möchte die Seite nicht teilen.",
  "cobrowse.cancel": "Zurückziehen",
  "cobrowse.stop": "Stopp",
  "cobrowse.stopLong": "Co-Browsing beenden",
  "cobrowse.loading": "Ansicht wird vorbereitet …",
  "cobrowse.connecting": "Verbindung zur Seite wird aufgebaut …",
  "cobrowse.waiting": "Warten auf die Seite des Besuchers …",
  "cobrowse.missing": "Die Seite des Besuchers meldet sich nicht. Vielleicht ist der Besucher gegangen.",
  "cobrowse.crashed":
    "Der Browser ist mehrmals an dieser Seite gescheitert. Der Besucher merkt davon nichts.",
  "cobrowse.ended": "Die Seite wird nicht mehr geteilt.",
  "cobrowse.retry": "Noch einmal versuchen",
  "cobrowse.size": (width, height) => `${width} × ${height}`,
  "cobrowse.sizeLabel": "Fenstergröße des Besuchers",
  "cobrowse.away": "Der Besucher hat gerade einen anderen Tab oder ein anderes Fenster vor sich",
  "cobrowse.slow": "Die Seite ändert sich sehr schnell; Bild in Abständen",
  "cobrowse.noAddress": "Adresse noch nicht bekannt",

  "visit.label": "Besucher",
  "visit.none": "Wählen Sie ein Gespräch oder einen Besucher, dann steht hier der Besucher.",
  "visit.loading": "Besuch wird geladen …",
  "visit.failed": "Der Besuch kann nicht gezeigt werden.",
  "visit.retry": "Noch einmal versuchen",
  "visit.page": "Jetzt auf",
  "visit.journey": "Weg",
  "visit.journeyEmpty": "Noch keine Seiten",
  "visit.facts": "Fakten",
  "visit.factsEmpty": "Noch nichts beobachtet",
  "visit.site": "Website",
  "visit.language": "Sprache",
  "visit.language.de": "Deutsch",
  "visit.language.en": "Englisch",
  "visit.since": "Besuch seit",
  "visit.pages": "Seiten",
  "visit.time": "Zeit auf Seiten",
  "visit.referrer": "Gekommen von",
  "visit.forms": "Formulare",
  "visit.formActive": "gerade darin",
  "visit.products": "Produkte",
  "visit.viewing": "sieht es an",
  "visit.viewed": "angesehen",
  "visit.show": "Besucherdetails zeigen",
  "visit.hide": "Besucherdetails ausblenden",

  "visitor.unknown": code => `Besucher ${code}`,
  "visitors.title": "Besucher",
  "visitors.empty":
    "Niemand ist in Kontakt. Besucher erscheinen hier, wenn sie klingeln, sprechen oder eine Nachricht hinterlassen.",
  "visitors.talking": "im Gespräch",
  "visitors.ringing": "klingelt",
  "visitors.message": "hat eine Nachricht hinterlassen",
  "visitors.callback": "hat um Rückruf gebeten",
  "visitors.toConversation": "Zum Gespräch",

  "alert.ringing": label => `Es klingelt: ${label}`,
  "alert.offer": "Ein Besucher klingelt",
  "alert.assigned": "Neues Gespräch",

  "time.seconds": n => `${n} s`,
  "time.minutes": n => `${n} min`,
  "time.hours": (hours, minutes) => `${hours} h ${minutes} min`,
  "time.today": "Heute",
};
