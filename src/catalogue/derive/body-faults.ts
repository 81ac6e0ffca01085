import type { Value } from '../../model/json.ts';
import { appliedBy, excludes, typesOf } from '../../openapi/applied.ts';
import { exactJson } from '../../util/exact-json.ts';
import { type CaseDefinition, json, text } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/** A value of each type; the schema decides which are wrong. */
const samples: readonly (readonly [slug: string, noun: string, value: Value])[] = [
  ['array', 'an array', []],
  ['string', 'a string', 'text'],
  ['number', 'a number', 0],
  ['boolean', 'a boolean', true],
  ['null', 'null', null],
  ['object', 'an object', {}],
];

/** A body that is missing although required, is not JSON, or is JSON of a wrong type. */
export const bodyFaults: Rule = {
  id: 'body-faults',
  ofContent: true,
  derive(operation, base) {
    const { body } = operation;
    if (!body) return [];
    const answer = expectedAnswer(body.invalid, 400);
    const missing: CaseDefinition = {
      slug: 'body-missing',
      title: 'A request without a body is refused',
      subject: 'a request without a body',
      request: { body: null },
      ...answer,
    };
    const required = body.required ? [missing] : [];
    if (base.value === undefined) return required;
    const schemas = appliedBy(body.schema);
    const types = typesOf(schemas);
    const isObject = types?.length === 1 && types[0] === 'object';
    const wrongTypes = samples.filter(
      ([slug, , value]) => types && !types.includes(slug) && excludes(schemas, value),
    );
    return [
      ...required,
      ...notJson(exactJson(base.value)).map(([slug, title, content]) => ({
        slug,
        title,
        subject: 'a body that is not JSON',
        request: { body: text(content) },
        ...answer,
      })),
      ...wrongTypes.map(([slug, noun, value]) => ({
        slug: `body-${slug}`,
        title: `A body that is ${noun} is refused`,
        subject: isObject ? 'a body that is not a JSON object' : 'a body of a wrong type',
        request: { body: json(value) },
        ...answer,
      })),
    ];
  },
};

/** The beginning of a number is a number. */
function notJson(whole: string): (readonly [slug: string, title: string, content: string])[] {
  const malformed = ['body-malformed', 'A truncated body is refused', whole.slice(0, -1)] as const;
  const other = ['body-not-json', 'A body that is not JSON is refused', 'this is not JSON'] as const;
  return /^["[{]/.test(whole) ? [malformed, other] : [other];
}
