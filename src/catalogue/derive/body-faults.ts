import type { Json } from '../../model/json.ts';
import { type CaseDefinition, json, text } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

const notObjects: readonly (readonly [slug: string, noun: string, value: Json])[] = [
  ['array', 'an array', []],
  ['string', 'a string', 'text'],
  ['number', 'a number', 0],
  ['boolean', 'a boolean', true],
  ['null', 'null', null],
];

/** A body that is missing although required, is not JSON, or is JSON of a wrong type. */
export const bodyFaults: Rule = {
  id: 'body-faults',
  derive(operation, base) {
    const { body } = operation;
    if (!body || base.value === undefined) return [];
    const answer = expectedAnswer(body.invalid, 400);
    const whole = JSON.stringify(base.value);
    const missing: CaseDefinition = {
      slug: 'body-missing',
      title: 'A request without a body is refused',
      subject: 'a request without a body',
      request: { body: null },
      ...answer,
    };
    return [
      ...(body.required ? [missing] : []),
      {
        slug: 'body-malformed',
        title: 'A truncated body is refused',
        subject: 'a body that is not JSON',
        request: { body: text(whole.slice(0, -1)) },
        ...answer,
      },
      {
        slug: 'body-not-json',
        title: 'A body that is not JSON is refused',
        subject: 'a body that is not JSON',
        request: { body: text('this is not JSON') },
        ...answer,
      },
      ...(body.schema.type === 'object' ? notObjects : []).map(([slug, noun, value]) => ({
        slug: `body-${slug}`,
        title: `A body that is ${noun} is refused`,
        subject: 'a body that is not a JSON object',
        request: { body: json(value) },
        ...answer,
      })),
    ];
  },
};
