/** A date in UTC as `YYYY-MM-DD`. Waivers expire by it. */
export const utcDay = (date: Date): string => date.toISOString().slice(0, 10);
