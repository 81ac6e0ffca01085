/** Shorter secrets, in characters, would be found, and replaced, in half of what a report says (decision 0005). */
export const shortestSecret = 8;
