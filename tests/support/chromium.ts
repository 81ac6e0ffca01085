import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath, noChromium } from './chromium-path.ts';

/** Nothing but the page under test may use the network, and no display is needed. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page did that a report must never do, or what went wrong in it. */
export interface Watched {
  readonly page: Page;
  /** Messages of the console, errors of scripts, refusals of the policy. */
  readonly complaints: readonly string[];
  /** Everything that was asked for beside the file itself. */
  readonly requests: readonly string[];
  readonly dialogs: readonly string[];
}

export interface Browsing {
  /** Opens a page that is written to a file of its own, in a context of its own. */
  open(html: string, options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

/**
 * Starts Chromium in a new profile.
 * @throws Error that says what to install when there is none
 */
export async function browse(): Promise<Browsing> {
  if (!existsSync(chromiumPath)) throw new Error(noChromium);
  const folder = await mkdtemp(join(tmpdir(), 'report-page-'));
  const browser = await chromium.launch({ executablePath: chromiumPath, args });
  const contexts: BrowserContext[] = [];
  return {
    async open(html, options = {}) {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      const file = pathToFileURL(join(folder, `${contexts.length}.html`)).href;
      const complaints: string[] = [];
      const requests: string[] = [];
      const dialogs: string[] = [];
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (request.url().split('#')[0] !== file) requests.push(request.url());
      });
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await writeFile(new URL(file), html);
      await page.goto(file);
      return { page, complaints, requests, dialogs };
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
