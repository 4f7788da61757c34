/** What notices say in English. Every other language has exactly these keys. */
export const noticesEn = {
  notices: {
    title: "Notifications",
    unread_one: "{{count}} unread notification",
    unread_other: "{{count}} unread notifications",
    all: "All",
    mentions: "Mentions of me",
    read: "Mark all read",
    none: "Nothing to tell.",
    new: "New",
    kind: {
      mentioned: "{{name}} mentioned you in a note",
      handed_over: "{{name}} asks your queue to take it",
      hand_over_accepted: "{{name}} accepted the hand-over",
      hand_over_bounced: "The hand-over came back ({{name}})",
      lead_told: "A ticket wants the lead's eye",
      warn: "A promise falls due soon",
      breach: "A promise is broken",
      escalate: "A broken promise is escalated",
    },
  },
};
