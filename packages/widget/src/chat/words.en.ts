/** Everything the chat says, in English. */
import type { Words } from "./words.ts";

export const words: Words = {
  title: "Chat",
  you: "You",
  close: "Close chat",
  greeting: "Hello! How can we help?",
  greetingHint: "Just write to us. A person will answer.",
  topic: topic => `Topic: ${topic}`,
  composer: "Your message",
  send: "Send",
  decline: "Not now",
  talkingTo: "in conversation with you",
  away: "currently not connected",
  waiting: "As soon as somebody is free, we are here for you.",
  free: "Somebody will be with you right away.",
  turnedAway: why =>
    why === "closed"
      ? "We are closed right now."
      : why === "nobodyOnDuty"
        ? "Nobody is here right now."
        : why === "waiting"
          ? "Too many people are waiting already."
          : "The wait would be too long right now.",
  waitingStatus: "Your request has arrived",
  preferRequest: "Rather a callback or message",
  offline: "Connection lost. It comes back by itself, nothing is lost.",
  connectingHub: "Connecting …",
  refused: "The chat cannot be reached right now.",
  typing: name => `${name} is typing …`,
  pending: "sending",
  waitsForLink: "waiting for the connection",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  notSent: "Not sent.",
  discard: "Discard",
  reason: code =>
    code === "TEXT_TOO_LONG"
      ? "The text is too long."
      : code === "CONVERSATION_CLOSED"
        ? "The conversation had ended already."
        : "The text could not be accepted.",
  joined: name => `${name} is with you now.`,
  left: (name, why) =>
    `${name} ${why === "gone" ? "is not here any more" : why === "left" ? "has left" : "has passed you on"}.`,
  sharingStarted: name => `${name} now sees this page.`,
  sharingEnded: by => (by === "visitor" ? "You stopped sharing the page." : "The page is no longer shared."),
  ended: by => (by === "visitor" ? "You ended the conversation." : "The conversation has ended."),
  end: "End conversation",
  again: "New conversation",
  share: "Share my page",
  sharing: "Page is shared",
  shareFailed: "This page could not be shared.",
  dismiss: "Dismiss",
  failed: "That did not work. Please try again.",
};
