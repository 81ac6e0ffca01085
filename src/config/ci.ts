/** The CI services that `init` can write a workflow for. */
export const ciNames = ['github', 'gitlab'] as const;
export type CiName = (typeof ciNames)[number];

/** Whether nobody sits before the screen. CI services set this variable; it is not ours, so an empty one counts as unset. */
export const isCi = ({ CI = '' }: Readonly<Record<string, string | undefined>>): boolean =>
  !['', '0', 'false'].includes(CI);
