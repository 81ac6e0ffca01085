/** In characters. Shorter secrets would also be found, and replaced, in ordinary words of a report (decision 0005). */
export const minSecretLength = 8;
