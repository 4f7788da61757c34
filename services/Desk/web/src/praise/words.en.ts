/** What praise says in English. Every other language has exactly these keys. */
export const praiseEn = {
  praise: {
    title: "Praise",
    found: "Found",
    shortlisted: "Shortlist",
    anyChannel: "Any platform",
    shortlist: "Shortlist",
    remove: "Remove from shortlist",
    empty: "No praise here yet. It comes by itself as soon as somebody is happy.",
    emptyShortlist: "Nothing on the shortlist. Add what is worth showing from Found.",
    reach: "{{many}} followers",
    sure: "{{percent}} sure",
    open: "Open on the platform",
    added: "On the shortlist",
    removed: "Taken off the shortlist",
    sort: "By reach, certainty and freshness",
  },
};
