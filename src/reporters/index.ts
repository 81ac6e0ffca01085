import type { Reporter, ReporterInPieces } from './reporter.ts';

export type { Reporter, ReporterInPieces, ReporterOptions } from './reporter.ts';

/** Every report format by name, loaded when needed. A new format is one file and one line here. */
export const reporters = {
  annotations: () => import('./annotations.ts').then((module) => module.toAnnotations),
  badge: () => import('./badge.ts').then((module) => module.toBadge),
  'badge-json': () => import('./badge.ts').then((module) => module.toBadgeJson),
  console: () => import('./console.ts').then((module) => module.toConsole),
  ctrf: () => import('./ctrf.ts').then((module) => module.toCtrf),
  har: () => import('./har.ts').then((module) => module.toHar),
  html: () => import('./html.ts').then((module) => module.toHtml),
  json: () => import('./json.ts').then((module) => module.toJson),
  junit: () => import('./junit.ts').then((module) => module.toJunit),
  markdown: () => import('./markdown.ts').then((module) => module.toMarkdown),
  tap: () => import('./tap.ts').then((module) => module.toTap),
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

/** The formats that say much of every case. In pieces, the longest text takes half the memory (decision 0032). */
export const inPieces: Readonly<Record<string, (() => Promise<ReporterInPieces>) | undefined>> = {
  ctrf: () => import('./ctrf.ts').then((module) => module.ctrfPieces),
  har: () => import('./har.ts').then((module) => module.harPieces),
  html: () => import('./html.ts').then((module) => module.htmlPieces),
  json: () => import('./json.ts').then((module) => module.jsonPieces),
  junit: () => import('./junit.ts').then((module) => module.junitPieces),
  tap: () => import('./tap.ts').then((module) => module.tapPieces),
} satisfies Partial<Record<ReportFormat, unknown>>;

export type ReportFormat = keyof typeof reporters;

export const isReportFormat = (name: string): name is ReportFormat => Object.hasOwn(reporters, name);

/** Formats that refuse a result of the built-in target: it says nothing about a service. */
export const refusedForBuiltIn: ReadonlySet<string> = new Set<ReportFormat>(['badge', 'badge-json']);
