/** `report --open`: the html report in the browser. */

import { mkdtemp } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ReportTarget, stdoutName } from '../config/kinds.ts';
import type { ReportSettings } from '../config/settings/files.ts';
import { startProgram } from '../util/child-process.ts';

/** The reports to write, and the one to open. */
export interface OpenedReports {
  readonly reports: readonly ReportTarget[];
  /** The path of the page; undefined where none is to be opened. */
  readonly page?: string;
}

/** Adds a page in a new folder where none is written to a file. It stays: the browser reads it later. */
export async function withPage({
  reports,
  open,
}: Pick<ReportSettings, 'reports' | 'open'>): Promise<OpenedReports> {
  if (!open) return { reports };
  const own = reports.find(({ format, file }) => format === 'html' && file !== stdoutName);
  if (own) return { reports, page: resolve(own.file) };
  // Other users cannot read what is in it.
  const page = join(await mkdtemp(join(tmpdir(), 'clouddb-conformance-report-')), 'report.html');
  return { reports: [...reports, { format: 'html', file: page }], page };
}

/** Opens a page with the program that the platform has for that, and says what became of it. */
export async function openPage(page: string): Promise<string> {
  const { file, args, ...options } = openerOf(platform(), page);
  const why = await startProgram(file, args, options);
  return why === undefined
    ? `Opened ${page}.\n`
    : `warning: The report was not opened, because ${why}. Open it yourself: ${page}\n`;
}

/** A program, its arguments, and how it is started. */
type Opener = { readonly file: string; readonly args: readonly string[] } & Parameters<
  typeof startProgram
>[2];

/** The variable that hands a path to `start`. */
const pageVariable = 'CLOUDDB_CONFORMANCE_PAGE';

export function openerOf(system: NodeJS.Platform, page: string): Opener {
  if (system === 'darwin') return { file: 'open', args: [page] };
  if (system !== 'win32') return { file: 'xdg-open', args: [page] };
  // `start` belongs to the shell of Windows. It reads the path from a variable: in the line itself, `%` and `&` of a
  // path would mean something. A path there holds no quotation mark.
  return {
    file: 'cmd.exe',
    args: ['/d', '/v:off', '/s', '/c', `"start "" "%${pageVariable}%""`],
    verbatim: true,
    env: (inherited) => ({ ...inherited, [pageVariable]: page }),
  };
}
