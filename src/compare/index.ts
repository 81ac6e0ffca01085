import type { ComparisonReporter } from './comparison-report.ts';

/** Every format of comparisons by name, loaded when needed. */
export const comparisonReporters = {
  console: () => import('./console.ts').then((module) => module.comparisonToConsole),
  html: () => import('./html.ts').then((module) => module.comparisonToHtml),
  markdown: () => import('./markdown.ts').then((module) => module.comparisonToMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<ComparisonReporter>>>;

export type ComparisonFormat = keyof typeof comparisonReporters;
