import type { Json } from '../../../src/model/json.ts';
import { toJson } from '../../../src/reporters/json.ts';
import {
  deviatingResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  waivedResult,
} from '../../support/results.ts';
import { schemaErrors } from './validity.ts';

/** The same value with the members of every object in reverse order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('JSON report', () => {
  it.each([
    ['deviating', deviatingResult()],
    ['incomplete', incompleteResult()],
    ['waived', waivedResult()],
    ['hostile', hostileResult(Object.values(hostileTexts).join(' '))],
  ])('of a %s result loses nothing', (_, result) => {
    expect(JSON.parse(toJson(result))).toEqual(result);
  });

  it('has members in the order of the type, independent of how the result was built', () => {
    const result = deviatingResult();
    const { run, cases, ...others } = result;
    const { startedAt, ...rest } = run;
    const { url, ...target } = result.target;
    const shuffled = {
      cases: cases.map(({ id, ...facts }) => ({ ...facts, id })),
      ...others,
      run: { ...rest, startedAt },
      target: { ...target, url },
    };
    expect(toJson(shuffled)).toBe(toJson(result));
    expect(Object.keys(JSON.parse(toJson(shuffled)))).toEqual([
      'formatVersion',
      'suite',
      'target',
      'run',
      'conclusion',
      'operations',
      'coverage',
      'requirements',
      'ambiguities',
      'causes',
      'cases',
    ]);
  });

  it('omits members that the type does not have', () => {
    const result = deviatingResult();
    expect(toJson(Object.assign({ token: 'secret' }, result))).toBe(toJson(result));
  });

  it('has two spaces and a last newline', () => {
    const text = toJson(deviatingResult());
    expect(text).toMatch(/^\{\n {2}"formatVersion": 2,\n/);
    expect(text).toMatch(/\n\}\n$/);
  });

  it('writes lone surrogates and bidi overrides as escapes', () => {
    const text = toJson(hostileResult('\ud800 \u202e \u{e0001}'));
    expect(text).toContain('"text": "\\ud800 \\u202e \\udb40\\udc01"');
    expect(text).not.toMatch(/[\p{Cs}\p{Cf}]/u);
  });
});

describe('schema of the JSON report', () => {
  const report = () => JSON.parse(toJson(deviatingResult()));
  const damage: [name: string, error: RegExp, (report: ReturnType<typeof JSON.parse>) => void][] = [
    ['another format version', /formatVersion must be equal/, (r) => Object.assign(r, { formatVersion: 3 })],
    ['an unknown member', /must NOT have additional/, (r) => Object.assign(r, { token: '' })],
    ['an unknown member of a case', /must NOT have additional/, (r) => Object.assign(r.cases[0], { x: 1 })],
    ['no conclusion', /required property 'conclusion'/, (r) => delete r.conclusion],
    ['an unknown conclusion', /conclusion must be equal/, (r) => Object.assign(r, { conclusion: 'ok' })],
    ['an unknown verdict', /verdict must be equal/, (r) => Object.assign(r.cases[0], { verdict: 'passed' })],
    ['no verdict of a requirement', /'verdict'/, (r) => delete r.requirements['fault-400'].verdict],
    [
      'a verdict of an ambiguity',
      /additional/,
      (r) => Object.assign(r.ambiguities['A-busy'], { verdict: 'conforms' }),
    ],
    ['a case id without slug', /id must match pattern/, (r) => Object.assign(r.cases[0], { id: 'a/202' })],
    [
      'a time without zone',
      /must match format/,
      (r) => Object.assign(r.run, { startedAt: '2026-11-23T10:00:00' }),
    ],
    ['a short digest', /must match pattern/, (r) => Object.assign(r.suite.specification, { sha256: 'e3' })],
    ['an unknown exit code', /exitCode must be equal/, (r) => Object.assign(r.run, { exitCode: 5 })],
    [
      'an unknown severity',
      /severity must be equal/,
      (r) => Object.assign(r.run.findings[0], { severity: 'info' }),
    ],
    ['a count of nothing', /must be >= 1/, (r) => Object.assign(r.coverage[0].cases, { conforms: 0 })],
    [
      'a header without value',
      /NOT have fewer than 2/,
      (r) => r.cases[0].exchanges[0].request.headers.push(['X']),
    ],
    ['neither answer nor error', /'response'/, (r) => delete r.cases[0].exchanges[0].response],
    ['a negative duration', /must be >= 0/, (r) => Object.assign(r.cases[0], { durationMs: -1 })],
  ];

  it('accepts the undamaged report in any order', () => {
    expect(schemaErrors(JSON.stringify(report()))).toEqual([]);
    expect(schemaErrors(JSON.stringify(reversed(report())))).toEqual([]);
  });

  it.each(damage)('refuses %s', (_, error, apply) => {
    const damaged = report();
    apply(damaged);
    expect(schemaErrors(JSON.stringify(damaged)).join('\n')).toMatch(error);
  });
});
