import type { ReportFormat } from '../../../src/reporters/index.ts';
import {
  annotationErrors,
  badgeJsonErrors,
  ctrfErrors,
  harErrors,
  markdownErrors,
  svgErrors,
  tapErrors,
} from './formats-validity.ts';
import { htmlErrors } from './html-validity.ts';
import { schemaErrors, xmlErrors } from './validity.ts';

/** What is wrong with a text of each format. A new format fails here until it says how its output is valid. */
export const validity: Readonly<Record<ReportFormat, (text: string) => Promise<string[]> | string[]>> = {
  annotations: annotationErrors,
  badge: svgErrors,
  'badge-json': badgeJsonErrors,
  console: (text) => (text.endsWith('\n') ? [] : ['the last line is not ended']),
  ctrf: ctrfErrors,
  har: harErrors,
  html: htmlErrors,
  json: schemaErrors,
  junit: xmlErrors,
  markdown: markdownErrors,
  tap: tapErrors,
};
