/**
 * Makes `docs/report.png` for the README: the first screen of the html report of a service that deviates in
 * some of its operations. Needs a build and Chromium. No test compares the picture.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { createReference, listen } from '../dist/src/reference/index.js';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const chromiumFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

const edited = (response, edit) =>
  response
    .json()
    .then((body) => Response.json(edit(body), { status: response.status, headers: response.headers }));

const without = (members, items) =>
  items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => !members.includes(name))));

/** Deviates in the name of a fault, members of a list, a status, and the media type of a fault; each in some operations. */
async function deviating(request, next) {
  const { pathname } = new URL(request.url);
  const about = (what) => new RegExp(`/${what}(/|$)`).test(pathname);
  if (request.method === 'PATCH' && about('flavors'))
    return Response.json({ itemNotFound: { code: 404, message: 'No such route.' } }, { status: 404 });
  const response = await next(request);
  if (response.status === 422 && about('action'))
    return edited(response, ({ unprocessableEntity }) => ({ unprocessable: unprocessableEntity }));
  if (response.status === 200 && request.method === 'GET' && pathname.endsWith('/instances'))
    return edited(response, (body) => ({ ...body, instances: without(['links', 'volume'], body.instances) }));
  if (response.status === 500 && about('datastores'))
    return new Response('<h1>Internal Server Error</h1>', {
      status: 500,
      headers: { 'Content-Type': 'text/html' },
    });
  return response;
}

async function serve() {
  const reference = createReference({ stateEndpoint: true });
  const next = (request) => reference.fetch(request);
  const isState = ({ url }) => new URL(url).pathname === '/_pact/provider-states';
  return {
    ...(await listen({ fetch: (request) => (isState(request) ? next(request) : deviating(request, next)) })),
    reference,
  };
}

/** Runs the catalogue against it; the expected exit code is 1. */
async function report(folder) {
  const { url, close, reference } = await serve();
  const { accountId, token } = reference.defaults;
  const file = (name) => join(folder, name);
  const argv = ['run', '--target', url, '--states', `${url}/_pact/provider-states`, '--account', accountId];
  const reports = ['--report', `html=${file('report.html')}`, '--report', `json=${file('report.json')}`];
  const env = { ...process.env, CLOUDDB_TOKEN: token };
  await new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      [`${root}/dist/src/cli/main.js`, ...argv, ...reports],
      { env, maxBuffer: 2 ** 26 },
      (error, _out, err) =>
        error?.code === 1
          ? resolve()
          : reject(new Error(`Expected the run to deviate: ${err}`, { cause: error })),
    ),
  );
  await close();
  return file('report.html');
}

/** `--keep FOLDER` writes the reports to a folder and keeps them. */
const kept = process.argv[2] === '--keep' ? process.argv[3] : undefined;
const folder = kept ?? (await mkdtemp(join(tmpdir(), 'report-')));
const html = await report(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: chromiumFlags,
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
await page.goto(pathToFileURL(html).href);
await mkdir(`${root}/docs`, { recursive: true });
const below = await page.locator('nav').boundingBox();
const clip = { x: 0, y: 0, width: 1280, height: Math.ceil(below.y + below.height) + 24 };
await page.screenshot({ path: `${root}/docs/report.png`, fullPage: true, clip });
await browser.close();
if (!kept) await rm(folder, { recursive: true });
