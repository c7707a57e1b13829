/** English: the shell's own words. */
export const shellEn = {
  loading: "Loading …",

  "palette.title": "Commands",
  "palette.placeholder": "Type a command …",
  "palette.none": "No such command",

  "action.accept": "Accept the ringing visitor",
  "action.decline": "Decline the ringing visitor",
  "action.nextUnread": "Next conversation that waits for me",
  "action.next": "Next conversation",
  "action.previous": "Previous conversation",
  "action.compose": "Write",
  "action.presence": "Become available or away",
  "action.presence.available": "Become available",
  "action.presence.away": "Become away",
  "action.cobrowseToggle": "Request or stop co-browsing",
  "action.cobrowse": "Request co-browsing",
  "action.cobrowseStop": "Stop co-browsing",
  "action.endOrDismiss": "End the conversation, or close the ended one",
  "action.end": "End conversation",
  "action.dismiss": "Close the ended conversation",
  "action.fold": "Fold or show the chat",
  "action.visitor": "Show or hide visitor details",
  "action.inbox": "Go to the inbox",
  "action.visitors": "Go to the visitors",
  "action.settings": "Go to the settings",
  "action.people": "Settings: people",
  "action.sites": "Settings: sites",
  "action.audit": "Settings: audit log",
  "action.palette": "All commands",
  "action.help": "Help and keys",
  "action.firstSteps": "First steps",
  "action.language": "Deutsch",
  "action.theme": "Change appearance",
  "action.signout": "Sign out",

  "help.title": "Help and keys",
  "help.explain": "Every command is also in the palette. Keys with Alt or Ctrl work while you write.",
  "help.ringing": "When somebody rings",
  "help.conversations": "Between conversations",
  "help.conversation": "In a conversation",
  "help.places": "Places",
  "help.console": "Console",
  "help.noKey": "in the palette",
  "help.plainKeys": "Keys without Alt or Ctrl are on (only “?”)",

  "key.ctrl": "Ctrl",

  "toast.label": "Notices",
  "toast.dismiss": "Dismiss",
  "toast.again": "Try again",
  "toast.copied": "Copied",
  "toast.request": (id: string) => `For support: ${id}`,
  "toast.more": (n: number) => (n === 1 ? "1 more notice" : `${n} more notices`),

  "dialog.close": "Close",
  "copy.button": "Copy",
  "copy.copied": "Copied",
  "copy.failed": "Copying is not allowed here. Please mark the text and copy it.",

  "crash.title": "This part of the console has crashed",
  "crash.explain": "The rest works on, and nothing you wrote is lost.",
  "crash.again": "Reload this area",

  "unknown.title": "There is nothing here",
  "unknown.explain": "This address is no place in the console. The link may be old or incomplete.",
  "unknown.toInbox": "To the inbox",
  "denied.title": "This page is not yours",
  "denied.explain":
    "Your role does not include it. Administrators can change your role under Settings, People.",

  "outdated.title": "Console and hub do not fit together",
  "outdated.explain":
    "The hub has been upgraded, and this browser still gets the old console, although it was loaded anew.",
  "outdated.cache": "Reload the page without the cache: Ctrl+Shift+R, on a Mac Cmd+Shift+R.",
  "outdated.administrator":
    "If that does not help: tell your administrators. A cache or proxy in between may keep the old version.",
  "outdated.kept": "What you have written and not sent is kept in this tab.",

  "alert.unread": (n: number, title: string) => `(${n}) ${title}`,
};
