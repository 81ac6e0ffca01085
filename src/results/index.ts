import type { SheetReporter } from './sheet.ts';

/** Every format of comparisons by name, loaded only when asked for. */
export const comparisonReporters = {
  console: () => import('./sheet-console.ts').then((module) => module.sheetToConsole),
  html: () => import('./sheet-html.ts').then((module) => module.sheetToHtml),
  markdown: () => import('./sheet-markdown.ts').then((module) => module.sheetToMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<SheetReporter>>>;

export type ComparisonFormat = keyof typeof comparisonReporters;
