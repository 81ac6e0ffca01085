import { bytesOf, type Payload } from '../catalogue/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { CaseEvidence, RecordedBody, RecordedExchange, RecordedResponse } from '../model/result.ts';
import { digestOf } from './record.ts';

/**
 * A recorded exchange as it was judged, as far as a report holds it. `head`: the body of the answer is not in it; `status`:
 * nor are its header fields, or what checks compare them with.
 */
export type ReadExchange =
  | { readonly kind: 'whole'; readonly exchange: Exchange }
  | { readonly kind: 'head' | 'status'; readonly exchange: Exchange; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** Why a report does not hold all that a verdict came from. */
const limits = {
  noEvidence: 'the suite that made the report did not record all that its answer was judged by',
  secretValue: 'its request was made with a secret',
  redacted: 'a name stands for a secret in its answer',
  cut: 'the body of its answer is cut in the report',
  notText: 'the body of its answer is not text, so the report does not hold it',
  longRequest: 'the body of its request is cut in the report',
} as const;

/** @param payload the body that the case sends, which takes the place of one that is cut */
export function readExchange(
  recorded: RecordedExchange,
  evidence: CaseEvidence | undefined,
  payload: Payload | null,
): ReadExchange {
  const { request, response, error, failure, attempt, startedAt, durationMs } = recorded;
  const body = requestBody(request.body, payload);
  const exchange: Exchange = {
    request: { ...request, body: body ?? null },
    values: evidence?.values ?? {},
    ...{ attempt, startedAt, durationMs },
  };
  if (error !== undefined && !failure) return { kind: 'nothing', why: limits.noEvidence };
  const lost = failure && { blame: failure.blame, message: error ?? '' };
  if (failure?.of === 'exchange' || !response)
    return {
      kind: 'whole',
      exchange: {
        ...exchange,
        ...(response && { response: { ...response, body: new Uint8Array() } }),
        ...(lost && { failure: lost }),
      },
    };
  const read = { ...response, body: bytesIn(response.body), ...(lost && { incomplete: lost }) };
  const limit = limitOf(response, evidence, body === undefined);
  if (!limit) return { kind: 'whole', exchange: { ...exchange, response: read } };
  return { ...limit, exchange: { ...exchange, response: { ...response, body: new Uint8Array() } } };
}

function limitOf(
  { body, redacted }: RecordedResponse,
  evidence: CaseEvidence | undefined,
  isRequestCut: boolean,
): { readonly kind: 'head' | 'status'; readonly why: string } | undefined {
  if (!evidence) return { kind: 'status', why: limits.noEvidence };
  if (redacted) return { kind: 'status', why: limits.redacted };
  if (!evidence.values) return { kind: 'head', why: limits.secretValue };
  if (body?.encoding === 'base64') return { kind: 'head', why: limits.notText };
  if (body?.truncated) return { kind: 'head', why: limits.cut };
  return isRequestCut ? { kind: 'head', why: limits.longRequest } : undefined;
}

const bytesIn = (body: RecordedBody | null): Uint8Array => Buffer.from(body?.text ?? '', body?.encoding);

/** Undefined where the report does not hold it, and the case does not say it. */
function requestBody(body: RecordedBody | null, payload: Payload | null): Uint8Array | null | undefined {
  if (!body?.truncated) return body && bytesIn(body);
  const sent = payload && bytesOf(payload);
  return sent && digestOf(sent) === body.sha256 ? sent : undefined;
}

/** The bodies of an exchange whose text is not that of their digest. */
export const changedBodies = ({ request, response }: RecordedExchange): readonly string[] => [
  ...(isChanged(request.body) ? ['its request'] : []),
  ...(isChanged(response?.body ?? null) ? ['its answer'] : []),
];

/** A cut body of an older report has only the digest of the whole, which its text cannot be compared with. */
function isChanged(body: RecordedBody | null): boolean {
  if (!body) return false;
  const ofText = digestOf(Buffer.from(body.text));
  if (body.textSha256 !== undefined) return body.textSha256 !== ofText;
  return body.encoding === 'utf8' && !body.truncated && body.sha256 !== ofText;
}
