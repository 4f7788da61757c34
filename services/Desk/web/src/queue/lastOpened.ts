/** The ticket that was open last: going back to a list finds the place again. */
export const lastOpened: { id: number | null } = { id: null };
