import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { StateName } from '../../contracts/provider-states.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { readSetUp } from './answer.ts';
import type { Driver, TearDownRequest } from './driver.ts';

export interface HandlerContext {
  /** Aborted when the set-up or teardown has taken too long; when the run is stopped, that is 10 seconds later. */
  readonly signal: AbortSignal;
}

/** Sets a state up and returns the values for the request, with `scope` among them if need be, as over HTTP. */
export type SetUpHandler = (params: ProviderState['params'], context: HandlerContext) => unknown;

/** Removes what the set-up made (`values` is what it returned) and the resources that answers named (`created`). */
export type TearDownHandler = (request: Omit<TearDownRequest, 'name'>, context: HandlerContext) => unknown;

export interface StateHandler {
  readonly setup: SetUpHandler;
  readonly teardown?: TearDownHandler;
}

/**
 * The `default` or `states` export of a module of handlers.
 * @typeParam Own names of states that only the document of `--spec` has
 */
export type StateHandlers<Own extends string = never> = {
  readonly [name in StateName | Own]?: SetUpHandler | StateHandler;
};

const nativeEndings = ['.js', '.mjs', '.cjs'];
const typeScriptEndings = ['.ts', '.mts', '.cts'];
const longestMessage = 300;

/**
 * The handlers that a file exports, by name of state. The caller checks the names.
 * @throws SuiteError of kind `configuration` when the file cannot be loaded or exports no handlers.
 */
export async function loadHandlers(file: string): Promise<ReadonlyMap<string, StateHandler>> {
  return readHandlers(exportedBy(await load(file)), file);
}

/** The handlers in an exported object. Messages name `file`. */
export function readHandlers(exported: unknown, file: string): ReadonlyMap<string, StateHandler> {
  if (!isPlainObject(exported) || Object.keys(exported).length === 0) {
    throw unusable(
      file,
      'must export an object of handlers by name of state, as default or as states, and does not',
    );
  }
  return new Map(Object.entries(exported).map(([name, value]) => [name, handlerOf(file, name, value)]));
}

/** Sets provider states up by functions of a file of the user. */
export function moduleDriver(file: string, handlers: ReadonlyMap<string, StateHandler>): Driver {
  return {
    name: `module ${file}`,
    open: async () => {},
    async setUp({ name, params }, signal) {
      const handler = handlers.get(name);
      const testableBy = `a handler for "${name}" in ${file}`;
      if (!handler)
        return { outcome: 'not-supported', reason: `The module has no handler for "${name}".`, testableBy };
      try {
        const answer = await within(signal, () => handler.setup(params, { signal }));
        return readSetUp(answer, { answer: `the result of the handler for "${name}"`, testableBy });
      } catch (error) {
        return failed(name, error, signal);
      }
    },
    async tearDown({ name, params, values, created }, signal) {
      const teardown = handlers.get(name)?.teardown;
      if (!teardown) return { outcome: 'not-supported' };
      try {
        await within(signal, () => teardown({ params, values, created }, { signal }));
        return { outcome: 'done' };
      } catch (error) {
        return failed(name, error, signal);
      }
    },
    close: async () => {},
  };
}

function failed(name: string, error: unknown, signal: AbortSignal) {
  if (signal.aborted) throw signal.reason;
  return { outcome: 'failed', reason: `the handler for "${name}" failed: ${withCauses(error)}` } as const;
}

/** The messages of an error and of its causes, whole: a handler is the user's own, and so is what it says. */
function withCauses(error: unknown): string {
  const chain = new Set<unknown>();
  for (let one = error; one !== undefined && !chain.has(one); one = causeOf(one)) chain.add(one);
  const messages = [...chain].map((one) => (types.isNativeError(one) ? one.message : String(one)).trim());
  // Some errors repeat that of their cause.
  const distinct = messages.filter(
    (text, index) => !messages.slice(0, index).some((all) => all.includes(text)),
  );
  return distinct.join(': ') || rootMessage(error);
}

const causeOf = (error: unknown): unknown => (types.isNativeError(error) ? error.cause : undefined);

/** Waits for work no longer than the signal allows, as a handler may ignore the signal. */
function within(signal: AbortSignal, work: () => unknown): Promise<unknown> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    // Within `then`, so that an error thrown at once is a rejection as well.
    Promise.resolve()
      .then(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}

const unusable = (file: string, why: string, cause?: unknown): SuiteError =>
  new SuiteError('configuration', `The module of provider states ${file} ${why}.`, { cause });

async function load(file: string): Promise<unknown> {
  const path = resolve(file);
  const ending = extname(path);
  const typeScript = typeScriptEndings.includes(ending);
  if (!typeScript && !nativeEndings.includes(ending)) {
    const endings = [...nativeEndings, ...typeScriptEndings].join(', ');
    throw unusable(file, `must have one of the endings ${endings}, not ${JSON.stringify(ending)}`);
  }
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
  } catch (cause) {
    throw unusable(file, `cannot be read (${rootMessage(cause)})`, cause);
  }
  try {
    return await (typeScript ? importTypeScript(path) : import(pathToFileURL(path).href));
  } catch (cause) {
    throw unusable(file, `cannot be loaded (${loadingMessage(cause, file)})`, cause);
  }
}

/** Node 20 does not run TypeScript, and later versions run only the syntax that can be erased. */
async function importTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  // Without its cache on disk, which would leave files behind.
  const exported = await createJiti(path, { fsCache: false, interopDefault: false }).import(path);
  // For `export =`, jiti returns the value itself; Node has it in `default`.
  return isPlainObject(exported) && '__esModule' in exported ? exported : { default: exported };
}

/** The reason on one line. Node does not say where a syntax error is; jiti does, but not as a SyntaxError. */
function loadingMessage(error: unknown, file: string): string {
  const message = rootMessage(error).replace(/\s+/g, ' ').trim().slice(0, longestMessage);
  return error instanceof SyntaxError ? `${message}; node --check ${file} shows where` : message;
}

/** The `states` or `default` export. The exports of CommonJS and of compiled ES modules are inside `default`. */
function exportedBy(namespace: unknown): unknown {
  const chosen = isPlainObject(namespace) ? (namespace.states ?? namespace.default) : undefined;
  const nested = isPlainObject(chosen) && ('states' in chosen || '__esModule' in chosen);
  return nested ? (chosen.states ?? chosen.default) : chosen;
}

function handlerOf(file: string, name: string, value: unknown): StateHandler {
  const quoted = JSON.stringify(name);
  if (isSetUp(value)) return { setup: value };
  if (!isPlainObject(value))
    throw unusable(file, `must have a function, or an object with setup and teardown, for ${quoted}`);
  const { setup, teardown, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw unusable(file, `may have only setup and teardown for ${quoted}, not ${JSON.stringify(other)}`);
  if (!isSetUp(setup)) throw unusable(file, `must have a function as setup for ${quoted}`);
  if (teardown === undefined) return { setup };
  if (!isTearDown(teardown)) throw unusable(file, `must have a function as teardown for ${quoted}`);
  return { setup, teardown };
}

const isSetUp = (value: unknown): value is SetUpHandler => typeof value === 'function';
const isTearDown = (value: unknown): value is TearDownHandler => typeof value === 'function';
