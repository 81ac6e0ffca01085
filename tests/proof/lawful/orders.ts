import type { Answer, Asked } from '../proof/behaviour.ts';
import { always, fault, isAction, jsonOf, memberOf } from '../proof/behaviours.ts';
import type { Variant } from './variant.ts';

/**
 * Orders of checks. The reference names none, so each of these looks at one thing before the reference implementation
 * looks at anything, or leaves a thing for later.
 */

type Look = (asked: Asked) => Answer | undefined;

const first = (name: string, sentence: string, ...looks: readonly Look[]): Variant => ({
  name: `order-${name}`,
  sentence,
  make: always({
    answer(answer, asked) {
      if (!isAction(asked)) return answer;
      for (const look of looks) {
        const refusal = look(asked);
        if (refusal) return asked.method === 'HEAD' ? { ...refusal, body: Buffer.of() } : refusal;
      }
      return answer;
    },
  }),
});

/** Puts a refusal off: where the reference implementation answers it, others have their turn first. */
const last = (name: string, sentence: string, status: number, ...looks: readonly Look[]): Variant => ({
  name: `order-${name}`,
  sentence,
  make: always({
    answer: (answer, asked) =>
      (answer.status === status && isAction(asked) && looks.map((look) => look(asked)).find(Boolean)) ||
      answer,
  }),
});

const segment = ({ path }: Asked, index: number) => path.split('/')[index] ?? '';

const method: Look = (asked) =>
  asked.method === 'POST' || asked.method === 'FROBNICATE' ? undefined : fault(405);
const token: Look = ({ headers }) =>
  /^.{36}$/.test(headers.get('x-auth-token') ?? '') ? undefined : fault(401);
const version: Look = (asked) => (segment(asked, 1) === 'v1.0' ? undefined : fault(404));
const shape: Look = (asked) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(segment(asked, 4)) ? undefined : fault(404);
const account: Look = (asked) => (segment(asked, 2) === '999999999999' ? fault(403) : undefined);
const mediaType: Look = ({ headers, method: asked, body }) =>
  asked === 'POST' && body.byteLength > 0 && !headers.get('content-type')?.startsWith('application/json')
    ? fault(415)
    : undefined;
const missingBody: Look = ({ method: asked, body }) =>
  asked === 'POST' && body.byteLength === 0 ? fault(400) : undefined;
const body: Look = (asked) => {
  if (asked.method !== 'POST' || !asked.headers.get('content-type')?.startsWith('application/json'))
    return undefined;
  const upgrade = memberOf(jsonOf(asked), 'upgrade');
  const members = ['datastore_type', 'datastore_version'].map((name) => memberOf(upgrade, name));
  return members.every((member) => typeof member === 'string' && member !== '') ? undefined : fault(400);
};

export const orders: readonly Variant[] = [
  first('method-first', 'Looks at the method before anything else.', method),
  first('authentication-first', 'Looks at the token before anything else.', token),
  first('routing-first', 'Looks at the path before anything else.', version, shape),
  first(
    'method-then-routing',
    'Looks at the method, then at the path, then at the token.',
    method,
    version,
    shape,
    token,
  ),
  first(
    'routing-then-method',
    'Looks at the path, then at the method, then at the token.',
    version,
    shape,
    method,
    token,
  ),
  first('account-first', 'Looks at the account in the path before the token.', account),
  first('media-type-first', 'Looks at the media type before anything else.', mediaType),
  first('media-type-then-method', 'Looks at the media type, then at the method.', mediaType, method),
  first('body-first', 'Looks at the body before anything else.', missingBody, body),
  first(
    'media-type-then-body',
    'Looks at media type and body before the token.',
    mediaType,
    missingBody,
    body,
  ),
  first('body-then-media-type', 'Looks at the body before the media type.', body, mediaType),
  first(
    'missing-body-before-media-type',
    'Refuses a missing body before anything else.',
    missingBody,
    mediaType,
    token,
  ),
  first(
    'everything-before-authentication',
    'Looks at the token last of all that the request tells.',
    method,
    version,
    shape,
    mediaType,
    missingBody,
    body,
    token,
  ),
  last('role-late', 'Looks at the role after media type and body.', 403, mediaType, missingBody, body),
  last('limit-late', 'Looks at the limit after media type and body.', 413, mediaType, missingBody, body),
  last(
    'implemented-late',
    'Says that it is not implemented after media type and body.',
    501,
    mediaType,
    missingBody,
    body,
  ),
  last(
    'available-late',
    'Says that it is not available after method, token, media type and body.',
    503,
    method,
    token,
    mediaType,
    body,
  ),
  last('lookup-late', 'Looks the instance up after the body.', 404, body),
  last('media-type-late', 'Looks at the media type after the path.', 415, version, shape),
];
