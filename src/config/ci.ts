/** The CI services that `init` can write a workflow for. */
export const ciNames = ['github', 'gitlab'] as const;
export type CiName = (typeof ciNames)[number];
