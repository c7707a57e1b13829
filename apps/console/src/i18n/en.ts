/** English, and the list of all texts: `de.ts` must have the same. */
import { accountEn } from "./account.en.ts";
import { actingEn } from "./acting.en.ts";
import { planEn } from "./plan.en.ts";
import { pointingEn } from "./pointing.en.ts";
import { radarLiftEn } from "./radarLift.en.ts";
import { radarLiveEn } from "./radarLive.en.ts";
import { radarRulesEn } from "./radarRules.en.ts";
import { settingsEn } from "./settings.en.ts";
import { shellEn } from "./shell.en.ts";
import { workEn } from "./work.en.ts";

const plural = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;

export const en = {
  ...shellEn,
  ...accountEn,
  ...settingsEn,
  ...planEn,
  ...workEn,
  ...radarRulesEn,
  ...radarLiftEn,
  ...radarLiveEn,
  ...actingEn,
  ...pointingEn,

  "app.name": "Lotse",
  "app.slogan": "Pilot on board",
  "app.skip": "Skip to the conversation",

  "rail.label": "Areas",
  "rail.inbox": "Inbox",
  "rail.visitors": "Visitors",
  "rail.settings": "Settings",
  "rail.language": "Language: English",
  "rail.theme.auto": "Appearance: as the system",
  "rail.theme.light": "Appearance: light",
  "rail.theme.dark": "Appearance: dark",
  "rail.signout": "Sign out",

  "leave.question": "Sign out?",
  "leave.explain": (n: number) =>
    n === 0
      ? "Nobody is in conversation with you any more."
      : n === 1
        ? "1 visitor is still in conversation with you and is left behind without an answer. Shared pages are closed."
        : `${n} visitors are still in conversation with you and are left behind without an answer. Shared pages are closed.`,
  "leave.yes": "Sign out",

  "connection.connecting": "Connecting …",
  "connection.online": "Connected",
  "connection.offline": "Connection lost – reconnecting.",
  "connection.offlineMeans":
    "You can read and write on: messages are kept and sent afterwards. Nothing else works until the connection is back.",
  "connection.refused": "The hub refused the connection.",
  "connection.reload": "Reload",
  "connection.closed": "Signed out",

  "presence.label": "Presence",
  "presence.available": "Available",
  "presence.away": "Away",
  "presence.offline": "Offline",
  "presence.load": (open: number, capacity: number) => `${open} of ${capacity}`,
  "presence.loadLabel": (open: number, capacity: number) =>
    `${plural(open, "conversation", "conversations")} of at most ${capacity}`,

  "inbox.label": "Inbox",
  "inbox.offers": "Ringing",
  "inbox.mine": "My conversations",
  "inbox.queue": "Waiting",
  "inbox.requests": "Messages left",
  "inbox.minePending": "Loading …",
  "inbox.mineEmpty": "None. The next visitor rings here as soon as you are available.",
  "inbox.mineEmptyAway": "None. You are away: set yourself to available to get visitors.",
  "inbox.queueEmpty": "Nobody is waiting.",
  "queue.more": (n: number) => `and ${n} more`,
  "inbox.queueEmptyElse": "Nobody else is waiting.",
  "inbox.unread": (n: number) => plural(n, "unread message", "unread messages"),
  "inbox.waiting": (time: string) => `waiting ${time}`,
  "inbox.ended": "ended",
  "inbox.lost": "no longer yours",
  "inbox.you": "You:",
  "inbox.noMessages": "No message yet",

  "offer.accept": "Accept",
  "offer.decline": "Decline",
  "offer.remaining": (seconds: number) => `${seconds} s left`,
  "offer.waited": (time: string) => `waited ${time}`,

  "request.callback": "Callback",
  "request.message": "Message",

  "conversation.label": "Conversation",
  "conversation.none": "No conversation open",
  "conversation.noneRinging": "Somebody is ringing. Accept to begin.",
  "conversation.noneAvailable": "You are available. The next visitor rings here.",
  "conversation.noneAway": "You are away. Nobody is sent to you until you are available.",
  "conversation.goAvailable": "Become available",
  "conversation.messages": "Messages",
  "conversation.composer": "Write a message",
  "conversation.composerTo": (label: string) => `Write to ${label}`,
  "conversation.composerHint": "Enter sends, Shift+Enter: new line",
  "conversation.send": "Send",
  "conversation.end": "End conversation",
  "conversation.endShort": "End",
  "conversation.endQuestion": "End this conversation?",
  "conversation.endExplain": (label: string) =>
    `${label} can no longer write in it, and shared pages are closed.`,
  "conversation.endYes": "End conversation",
  "conversation.cancel": "Cancel",
  "conversation.isEnded": "This conversation has ended.",
  "conversation.lost.asked": "You were not connected. Looking up what became of this conversation …",
  "conversation.lost.line":
    "You were not connected. This conversation went back into the queue and is no longer yours.",
  "conversation.lost.colleague": (name: string) =>
    `You were not connected. ${name} took this conversation over meanwhile.`,
  "conversation.lost.others": "You were not connected. This conversation went to others meanwhile.",
  "conversation.lost.owner": "You were not connected. You no longer help with this conversation.",
  "conversation.dismiss": "Close",
  "conversation.typing": (label: string) => `${label} is writing …`,
  "conversation.toList": "Back to the list",
  "conversation.gone": "This conversation is not here",
  "conversation.goneExplain":
    "It has ended, belongs to somebody else, or the address is not complete. Your conversations are in the list.",
  "conversation.newMessages": "New messages",
  "conversation.fold": "Fold the chat",
  "conversation.toLive": "To the visitor’s page",
  "conversation.unfold": "Show the chat",

  "message.you": "You",
  "message.more": "Show more",
  "message.less": "Show less",
  "message.sending": "Sending …",
  "message.kept": "Will be sent when the connection is back",
  "message.sent": "Sent",
  "message.delivered": "Delivered",
  "message.read": "Read",
  "message.refused": (why: string) => `Not sent: ${why}`,
  "message.retry": "Send again",
  "message.discard": "Discard",

  "notice.opened": "Conversation opened",
  "notice.agentJoined": (name: string) => `${name} joined`,
  "notice.agentLeft.gone": (name: string) => `${name} is not there any more`,
  "notice.agentLeft.left": (name: string) => `${name} left`,
  "notice.agentLeft.handedOn": (name: string) => `${name} passed the conversation on`,
  "notice.cobrowseStarted": (name: string) => `Visitor shares the page with ${name}`,
  "notice.cobrowseEnded.visitor": "The visitor stopped sharing the page",
  "notice.cobrowseEnded.agent": "Page sharing ended",
  "notice.cobrowseEnded.system": "Page sharing ended",
  "notice.cobrowseEnded.site":
    "Page sharing ended: the website was switched off or does not allow this address any more",
  "notice.ended.visitor": "The visitor ended the conversation",
  "notice.ended.agent": "Conversation ended",
  "notice.ended.system": "Conversation ended because nobody was there any more",

  "cobrowse.label": "Visitor's page",
  "cobrowse.request": "Request co-browsing",
  "cobrowse.requestShort": "Co-browse",
  "cobrowse.requested": "Waiting for the visitor's consent …",
  "cobrowse.declined": "The visitor declined to share the page.",
  "cobrowse.cancel": "Withdraw",
  "cobrowse.stop": "Stop",
  "cobrowse.stopLong": "Stop co-browsing",
  "cobrowse.loading": "Preparing the view …",
  "cobrowse.connecting": "Connecting to the page …",
  "cobrowse.waiting": "Waiting for the visitor's page …",
  "cobrowse.missing": "The visitor's page does not answer. The visitor may have left.",
  "cobrowse.crashed":
    "The browser failed several times to draw this page. The visitor notices nothing of it.",
  "cobrowse.ended": "Page sharing has ended.",
  "cobrowse.retry": "Try again",
  "cobrowse.size": (width: number, height: number) => `${width} × ${height}`,
  "cobrowse.sizeLabel": "Size of the visitor's window",
  "cobrowse.away": "The visitor is looking at another tab or window",
  "cobrowse.slow": "The page changes very fast; pictures at intervals",
  "cobrowse.noAddress": "Address not known yet",

  "visit.label": "Visitor",
  "visit.none": "Choose a conversation or a visitor to see who it is here.",
  "visit.loading": "Loading the visit …",
  "visit.failed": "The visit cannot be shown.",
  "visit.retry": "Try again",
  "visit.page": "Now on",
  "visit.journey": "Journey",
  "visit.journeyEmpty": "No pages yet",
  "visit.facts": "Facts",
  "visit.factsEmpty": "Nothing observed yet",
  "visit.site": "Site",
  "visit.language": "Language",
  "visit.language.de": "German",
  "visit.language.en": "English",
  "visit.since": "Visit for",
  "visit.pages": "Pages",
  "visit.time": "Time on pages",
  "visit.referrer": "Came from",
  "visit.forms": "Forms",
  "visit.formActive": "in it now",
  "visit.products": "Products",
  "visit.viewing": "looking at it",
  "visit.viewed": "viewed",
  "visit.show": "Show visitor details",
  "visit.hide": "Hide visitor details",

  "visitor.unknown": (code: string) => `Visitor ${code}`,
  "visitors.title": "Visitors",
  "visitors.empty": "No visitors in contact. They appear here when they ring, talk or leave a message.",
  "visitors.talking": "in conversation",
  "visitors.ringing": "ringing",
  "visitors.message": "left a message",
  "visitors.callback": "asked to be called back",
  "visitors.toConversation": "To the conversation",

  "alert.ringing": (label: string) => `Ringing: ${label}`,
  "alert.offer": "A visitor is ringing",
  "alert.assigned": "New conversation",

  "time.seconds": (n: number) => `${n} s`,
  "time.minutes": (n: number) => `${n} min`,
  "time.hours": (hours: number, minutes: number) => `${hours} h ${minutes} min`,
  "time.today": "Today",
};
