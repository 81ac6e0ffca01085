import type { Shell } from '../config/commands.ts';
import type { KnownNames } from './completed.ts';

export type { KnownNames } from './completed.ts';

/** The completion script of each shell, loaded when needed. */
export const completionScripts: Readonly<Record<Shell, () => Promise<(known: KnownNames) => string>>> = {
  bash: () => import('./bash.ts').then((module) => module.bashScript),
  zsh: () => import('./zsh.ts').then((module) => module.zshScript),
  fish: () => import('./fish.ts').then((module) => module.fishScript),
};
