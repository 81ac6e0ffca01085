import { join } from 'node:path';
import fc from 'fast-check';
import { matchesPattern, selectCases } from '../../src/catalogue/select.ts';
import { conflictingMember } from '../../src/checks/conflicting-member.ts';
import { assembleResult } from '../../src/evaluation/assemble-result.ts';
import { judge } from '../../src/evaluation/judge.ts';
import { recordExchange } from '../../src/evaluation/record.ts';
import { SuiteError } from '../../src/model/errors.ts';
import type { Exchange, HeaderList } from '../../src/model/exchange.ts';
import type { Finding, LeftBehind } from '../../src/model/result.ts';
import { validatorOf } from '../../src/openapi/schema.ts';
import { createReference } from '../../src/reference/index.ts';
import { reporters } from '../../src/reporters/index.ts';
import { createRedactor } from '../../src/secrets/redaction.ts';
import { atPointer } from '../../src/util/json-pointer.ts';
import { anyCharacter } from '../support/any-character.ts';
import { accepted, fault, faultStatuses, jsonOf, replacedAt } from './proof/behaviours.ts';
import { inScope, loadSuite, optionsOf, type Suite, statesOf } from './proof/suite.ts';

/** What holds for everything that a target can send. The seed is fixed, so that a failure comes from a change and not from chance. */
fc.configureGlobal({ seed: 20_261_123 });

let suite: Suite;
beforeAll(async () => {
  suite = inScope(await loadSuite(join(__dirname, '../..')));
});

const anyText = fc.string({ unit: anyCharacter, maxLength: 40 });
const token = fc.oneof(
  fc.uuid(),
  fc
    .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 })
    .filter((text) => text.trim().length >= 8),
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 30 }),
);

/** The ways in which a target may repeat a secret. */
const forms: readonly ((secret: string, before: string, after: string) => string)[] = [
  (secret, before, after) => before + secret + after,
  (secret) => encodeURIComponent(secret),
  (secret, before, after) => JSON.stringify(before + secret + after),
  (secret, before, after) => JSON.stringify(JSON.stringify(before + secret + after)),
  (secret, before, after) => Buffer.from(before + secret + after).toString('base64'),
  (secret, before, after) => Buffer.from(before + secret + after).toString('base64url'),
  (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
];

/** A text that repeats the secret in one form or several, between others. */
const repeating = (secret: string) =>
  fc
    .array(fc.tuple(fc.constantFrom(...forms), anyText, anyText), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([form, before, after]) => form(secret, before, after)).join('\n'));

const secretAndText = token.chain((secret) => fc.tuple(fc.constant(secret), repeating(secret)));

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe('redaction', () => {
  test('leaves no form of a secret in a text', () => {
    fc.assert(
      fc.property(secretAndText, ([secret, text]) => {
        const redactor = createRedactor([{ name: 'TOKEN', value: secret }]);
        const redacted = redactor.redact(text);
        expect(redactor.contains(text)).toBe(true);
        expect(redactor.contains(redacted)).toBe(false);
        expect(redacted).not.toContain(secret);
        expect(redacted).not.toContain(encodeURIComponent(secret));
      }),
      { numRuns: 500 },
    );
  });

  test('leaves a text alone that holds no secret', () => {
    fc.assert(
      fc.property(fc.uuid(), anyText, (secret, text) => {
        fc.pre(!text.includes(secret));
        expect(createRedactor([{ name: 'TOKEN', value: secret }]).redact(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves no part of a secret where a body is cut', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(60), fc.nat(120), (secret, before, limit) => {
        const redactor = createRedactor([{ name: 'TOKEN', value: secret }]);
        const { text } = redactor.cut(`${'-'.repeat(before)}${secret}${'-'.repeat(60)}`, limit);
        expect(text.replaceAll('-', '')).toMatch(/^(\$TOKEN)?$/);
      }),
      { numRuns: 500 },
    );
  });
});

const headerName = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,20}$/);
const headers = (text: fc.Arbitrary<string>): fc.Arbitrary<HeaderList> =>
  fc.array(fc.tuple(fc.oneof(headerName, fc.constantFrom('Content-Type', 'Retry-After', 'Allow')), text), {
    maxLength: 5,
  });

/** Any answer to any request, both of which may repeat the secret. */
const exchangeWith = (secret: string): fc.Arbitrary<Exchange> => {
  const text = fc.oneof(anyText, repeating(secret), fc.constant('application/json'));
  const body = fc.oneof(
    text.map(bytes),
    fc.uint8Array({ maxLength: 60 }),
    fc.json().map(bytes),
    fc.constantFrom(...faultStatuses).map((status) => new Uint8Array(fault(status, secret).body)),
  );
  const response = fc.record({
    status: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(202, ...faultStatuses)),
    statusText: text,
    httpVersion: fc.constantFrom('1.0', '1.1'),
    headers: headers(text),
    body,
  });
  const failure = text.map((message) => ({ blame: 'target', message }) as const);
  return fc
    .record({
      method: fc.constantFrom('POST', 'HEAD', 'GET', 'FROBNICATE'),
      path: repeating(secret).map(encodeURIComponent),
      sent: headers(text),
      body: fc.option(body),
      answer: fc.oneof(response, failure),
    })
    .map(({ method, path, sent, body: content, answer }): Exchange => {
      return {
        request: {
          method,
          url: `http://127.0.0.1/${path}`,
          headers: [...sent, ['X-Auth-Token', secret]],
          body: content,
        },
        ...('status' in answer ? { response: answer } : { failure: answer }),
        values: { token: secret, instanceId: 'i-1' },
        attempt: 1,
        startedAt: '2026-11-23T10:00:00.000Z',
        durationMs: 1,
      };
    });
};

const secretAndExchange = token.chain((secret) => fc.tuple(fc.constant(secret), exchangeWith(secret)));

describe('any exchange', () => {
  test('is recorded without the secret', () => {
    fc.assert(
      fc.property(secretAndExchange, ([secret, exchange]) => {
        const redactor = createRedactor([{ name: 'TOKEN', value: secret }]);
        const recorded = JSON.stringify(recordExchange(exchange, redactor));
        expect(redactor.contains(recorded)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('is judged, concluded and reported in every format, without the secret', async () => {
    const formats = await Promise.all(Object.values(reporters).map((load) => load()));
    const position = fc.nat(suite.catalogue.cases.length - 1);
    await fc.assert(
      fc.asyncProperty(secretAndExchange, position, anyText, async ([secret, exchange], at, text) => {
        const item = suite.catalogue.cases[at];
        const operation = item && suite.catalogue.operations.get(item.operationId);
        if (!item || !operation) throw new Error('There is no such case.');
        const judgement = judge(item, operation, suite.checks, exchange);
        const findings: Finding[] = [{ check: 'throttling', severity: 'note', message: `${text}${secret}` }];
        const leftBehind: LeftBehind[] = [{ caseId: item.id, what: `${secret}${text}`, reason: secret }];
        const { result, leak } = await assembleResult(
          optionsOf(
            // Of the other cases, reports would say each time that they were not sent.
            { ...suite, catalogue: { ...suite.catalogue, cases: [item] } },
            { token: secret, accountId: 'a-1' },
            { url: 'http://127.0.0.1:9', driver: statesOf(createReference()), terms: {} },
          ),
          {
            preflight: [],
            unplanned: [],
            outcomes: new Map([[item.id, { ...judgement, exchanges: [exchange], durationMs: 1 }]]),
            findings,
            created: [{ kind: secret, id: `${text}${secret}`, createdAt: '2026-11-23T10:00:00.000Z' }],
            leftBehind,
            credentials: new Set([secret]),
            renewed: [],
            startedAt: new Date(0),
            durationMs: 1,
          },
        );
        expect(result.conclusion).not.toBe('conformant');
        for (const report of formats) {
          const written = await report(result, { color: false });
          expect(leak(written)).toBeUndefined();
          expect(written).not.toContain(secret);
        }
      }),
      { numRuns: 120 },
    );
  });

  test('gets the same judgement twice, and a deviation only with evidence', () => {
    const position = fc.nat(suite.catalogue.cases.length - 1);
    fc.assert(
      fc.property(exchangeWith('a-secret-token'), position, (exchange, at) => {
        const item = suite.catalogue.cases[at];
        const operation = item && suite.catalogue.operations.get(item.operationId);
        if (!item || !operation) throw new Error('There is no such case.');
        const judgement = judge(item, operation, suite.checks, exchange);
        expect(judge(item, operation, suite.checks, exchange)).toEqual(judgement);
        const status = exchange.response?.status;
        const named = [item.expect, ...item.tolerates.map((tolerance) => tolerance.status)];
        const allowed = [...named, ...(item.alternatives ?? []), ...(item.lawful ?? [])];
        if (status === undefined || !allowed.includes(status)) expect(judgement.verdict).toBe('deviates');
        const deviations = judgement.findings.filter(({ severity }) => severity === 'deviation');
        expect(deviations.length > 0).toBe(judgement.verdict === 'deviates');
        for (const { location, actual, message } of deviations) {
          expect(location).not.toBe('');
          expect(actual).toBeDefined();
          expect(message).toMatch(/\.$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what a schema says of any JSON', () => {
  const body = Buffer.from('{"upgrade":{"datastore_type":"mysql","datastore_version":"5.7"}}');
  const asked = { method: 'POST', path: '/v1.0/1/instances/2/action', headers: new Headers(), body };
  const pathsIn = (value: unknown): string[][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) => [
          [name],
          ...pathsIn(item).map((path) => [name, ...path]),
        ])
      : [];

  const answers = [jsonOf(accepted(asked)), ...faultStatuses.map((status) => jsonOf(fault(status)))];
  /** A documented body with another value at one place, or any value at all. */
  const damaged = fc.oneof(
    fc.jsonValue(),
    fc
      .constantFrom(...answers)
      .chain((answer) =>
        fc
          .tuple(fc.constantFrom(...pathsIn(answer)), fc.option(fc.jsonValue(), { nil: undefined }))
          .map(([path, value]) => replacedAt(answer, path, value)),
      ),
  );

  test('names a place that is there, and what would have fitted', () => {
    const responses = [...suite.catalogue.operations.values()].flatMap((operation) => [
      ...operation.responses.values(),
    ]);
    const validators = responses.flatMap(({ schema }) => (schema ? [validatorOf(schema)] : []));
    expect(validators).toHaveLength(12);
    fc.assert(
      fc.property(damaged, fc.constantFrom(...validators), (value, validate) => {
        for (const { pointer, keyword, expected, requirement } of validate(value)) {
          expect(pointer === '' || atPointer(value, pointer) !== undefined).toBe(true);
          expect(keyword).not.toBe('');
          expect(expected.trim()).not.toBe('');
          expect(requirement).toMatch(/^[A-Z][A-Z-]*$/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a member given twice', () => {
  test('is no matter in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) =>
        expect(conflictingMember(JSON.stringify(value, null, indent))).toBeUndefined(),
      ),
      { numRuns: 500 },
    );
  });

  test('is found where the values differ, at any depth, however the name is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), fc.nat(20), (name, one, other, depth) => {
        const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
        const escaped = [...name].map((unit) =>
          [...Array(unit.length).keys()].map((at) => codeUnit(unit, at)).join(''),
        );
        const object = `{${JSON.stringify(name)}:${first},"${escaped.join('')}" : ${second}}`;
        const text = `${'[{"a":[1],"b":'.repeat(depth)}${object}${'}]'.repeat(depth)}`;
        const same = JSON.stringify(JSON.parse(first)) === JSON.stringify(JSON.parse(second));
        // Objects with their members in another order are the same as well.
        if (same) expect(conflictingMember(text)).toBeUndefined();
        else if (typeof one !== 'object' || typeof other !== 'object')
          expect(conflictingMember(text)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });

  const codeUnit = (text: string, at: number) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
});

describe('a pattern of case ids', () => {
  const idAt = (at: number) => suite.catalogue.cases[at % suite.catalogue.cases.length]?.id ?? '';

  test('without wildcards names that case alone', () => {
    for (const { id } of suite.catalogue.cases)
      expect([...(selectCases(suite.catalogue.cases, [id], []) ?? [])]).toEqual([id]);
  });

  test('matches an id of which a part became a wildcard', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(60),
        fc.nat(60),
        fc.constantFrom('*', '**'),
        (which, start, length, star) => {
          const id = idAt(which);
          const at = start % id.length;
          const pattern = `${id.slice(0, at)}${star}${id.slice(at + length)}`;
          const marks = `${id.slice(0, at)}?${id.slice(at + 1)}`;
          const item = { id, status: 404 };
          expect(matchesPattern(item, pattern)).toBe(true);
          expect(matchesPattern(item, marks)).toBe(true);
          expect(matchesPattern({ ...item, id: `${id}x` }, marks)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of any text selects cases or is refused, soon', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('*', '?', 'a', '/', '.', '(', '4') }),
    );
    fc.assert(
      fc.property(texts, (pattern) => {
        try {
          for (const id of selectCases(suite.catalogue.cases, [pattern], []) ?? [])
            expect(suite.catalogue.cases.some((item) => item.id === id)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SuiteError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
