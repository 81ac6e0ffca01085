import type { HeaderList } from '../model/exchange.ts';
import type {
  CaseResult,
  RecordedBody,
  RecordedExchange,
  RecordedRequest,
  RunResult,
} from '../model/result.ts';
import { headerValues } from '../util/headers.ts';
import { jsonWithList, line, safeJson } from '../util/text.ts';
import { headline } from './summary.ts';

interface Sent {
  readonly one: CaseResult;
  readonly exchange: RecordedExchange;
}

/** An HTTP Archive 1.2 of all exchanges, in the order in which they started. */
export const toHar = (result: RunResult): string => [...harPieces(result)].join('');

/** The same exchange by exchange. */
export function* harPieces(result: RunResult): Generator<string> {
  const { suite } = result;
  const exchanges: Sent[] = result.cases.flatMap((one) =>
    one.exchanges.map((exchange) => ({ one, exchange })),
  );
  // ISO dates in UTC compare as text; exchanges that started together stay in catalogue order.
  const sorted = exchanges.toSorted((a, b) => compare(a.exchange.startedAt, b.exchange.startedAt));
  const log = {
    version: '1.2',
    creator: { name: line(suite.name), version: line(suite.version) },
    comment: headline(result),
  };
  const textOf = ({ one, exchange }: Sent) => safeJson(entry(one, exchange));
  yield* jsonWithList(log, { name: 'entries', items: sorted, textOf }, ['{"log":', '}']);
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** The value that HAR prescribes where a size is unknown. */
const unknown = -1;

function entry(one: CaseResult, exchange: RecordedExchange) {
  const { startedAt, durationMs, attempt, error } = exchange;
  const failed = error === undefined ? '' : `; ${line(error)}`;
  return {
    startedDateTime: startedAt,
    time: durationMs,
    request: request(exchange.request, exchange.response?.httpVersion),
    response: response(exchange),
    cache: {},
    // HAR requires all three; only the total is measured.
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: `${line(one.id)}: ${one.verdict}, attempt ${attempt}${failed}`,
  };
}

function request({ method, url, headers, body }: RecordedRequest, httpVersion: string | undefined) {
  return {
    method,
    url,
    httpVersion: `HTTP/${httpVersion ?? '1.1'}`,
    cookies: headerValues(headers, 'cookie').flatMap((value) => value.split(';').map(cookie)),
    headers: pairs(headers),
    queryString: queryOf(url),
    ...(body && {
      postData: {
        mimeType: headerValues(headers, 'content-type')[0] ?? '',
        text: body.text,
        ...commentOn(body, body.encoding === 'base64' ? 'base64, because it is not UTF-8' : undefined),
      },
    }),
    headersSize: unknown,
    bodySize: body?.bytes ?? 0,
  };
}

/** An exchange without an answer has status 0 and the error, as browsers write it. */
function response({ response: answer, error }: RecordedExchange) {
  const headers = answer?.headers ?? [];
  const body = answer?.body ?? null;
  return {
    status: answer?.status ?? 0,
    statusText: answer?.statusText ?? '',
    httpVersion: answer ? `HTTP/${answer.httpVersion}` : '',
    cookies: headerValues(headers, 'set-cookie').map((value) => cookie(value.split(';')[0] ?? '')),
    headers: pairs(headers),
    content: {
      size: body?.bytes ?? 0,
      mimeType: headerValues(headers, 'content-type')[0] ?? 'x-unknown',
      ...(body && {
        text: body.text,
        ...(body.encoding === 'base64' && { encoding: 'base64' }),
        ...commentOn(body),
      }),
    },
    redirectURL: headerValues(headers, 'location')[0] ?? '',
    headersSize: unknown,
    bodySize: answer ? unknown : 0,
    ...(error !== undefined && { comment: line(error) }),
  };
}

function commentOn({ truncated, bytes, sha256 }: RecordedBody, encoded?: string) {
  const cut = truncated ? `shortened: ${bytes} bytes, sha256 ${line(sha256)}` : undefined;
  const comment = [encoded, cut].filter((part) => part !== undefined).join('; ');
  return comment === '' ? {} : { comment };
}

const pairs = (headers: HeaderList) => headers.map(([name, value]) => ({ name, value }));

function cookie(text: string) {
  const [name = '', ...value] = text.trim().split('=');
  return { name, value: value.join('=') };
}

function queryOf(url: string) {
  const start = url.indexOf('?');
  if (start < 0) return [];
  return [...new URLSearchParams(url.slice(start + 1))].map(([name, value]) => ({ name, value }));
}
