import { toJunit } from '../../../src/reporters/junit.ts';
import {
  conformantResult,
  deviatingResult,
  emptyResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  sampleBody,
  sampleCase,
  sampleDeviation,
  sampleExchange,
  sampleResult,
  sampleWaiver,
  waivedResult,
} from '../../support/results.ts';
import { xmlErrors } from './validity.ts';

/** The element of one test case, cut out of the report. */
function testcase(xml: string, name: string): string {
  const start = xml.indexOf(`<testcase name="${name}`);
  return start < 0 ? '' : xml.slice(start, xml.indexOf('</testcase>', start));
}

/** What a parser makes of a text, its entities resolved once. */
function decoded(xml: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return xml.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

describe('test suites', () => {
  it('are one per documented code, and the conclusion', async () => {
    const xml = await toJunit(deviatingResult());
    expect(
      [
        ...xml.matchAll(/<testsuite (name="[^"]*" tests="\d+" failures="\d+" errors="\d+" skipped="\d+")/g),
      ].map(([, text]) => text),
    ).toEqual([
      'name="upgradeInstance 202" tests="1" failures="1" errors="0" skipped="0"',
      'name="upgradeInstance 400" tests="3" failures="3" errors="0" skipped="0"',
      'name="upgradeInstance 422" tests="1" failures="0" errors="0" skipped="0"',
      'name="conclusion" tests="1" failures="1" errors="0" skipped="0"',
    ]);
    expect(xml).toContain(
      '<testsuites name="clouddb-conformance 0.1.0 against https://staging.example (INSECURE: certificates were not verified): deviates" tests="6" failures="5" errors="0" time="3.210">',
    );
    expect(xml).toContain('skipped="0" time="0.045" timestamp="2026-11-23T10:00:00">');
  });

  it('have the facts of the run as properties', async () => {
    const xml = await toJunit(conformantResult());
    for (const property of [
      'name="suite" value="clouddb-conformance 0.1.0"',
      'name="specification.sha256" value="e3b0c442',
      'name="target" value="the built-in reference implementation"',
      'name="run.consent" value="reject"',
      'name="run.driver" value="reference"',
      'name="conclusion" value="conformant"',
    ]) {
      expect(xml.split(`<property ${property}`)).toHaveLength(5);
    }
  });

  it('keep a case of a code that the coverage does not list', async () => {
    const result = { ...conformantResult(), coverage: [] };
    expect(await toJunit(result)).toContain('<testcase name="upgradeInstance/400/body-missing: ');
  });
});

describe('test cases', () => {
  it('fail for a deviation, with the evidence', async () => {
    const found = testcase(await toJunit(deviatingResult()), 'upgradeInstance/400/body-missing');
    expect(found).toContain(' classname="upgradeInstance.400" time="0.015">');
    expect(found).toContain(
      '<failure type="status_code_conformance" message="the status is not the documented one">',
    );
    expect(found).toContain('\nexpected: 400\nactual:   500\n&gt; POST https://staging.example/');
    expect(found).toContain('\n$ curl -i -X POST ');
    expect(found).toContain('<system-out>verdict: deviates\nrequirement fault-400: ');
  });

  it.each([
    [
      '500/instance-fault',
      '<skipped>not-exercised: no driver was given\ntestable by: a provider-state driver',
    ],
    [
      '403/other-account',
      '<skipped>not-consented: it could change the target\ntestable by: --consent change<',
    ],
    ['503/unavailable', '<error type="errored" message="the driver answered 500">'],
    ['404/absent', '<error type="inconclusive" message="throttled for 120 s">'],
    ['400/body-missing', '<system-out>verdict: conforms\n'],
  ])('tell what became of %s', async (id, expected) => {
    expect(testcase(await toJunit(incompleteResult()), `upgradeInstance/${id}`)).toContain(expected);
  });

  it('do not exist for cases that were not selected', async () => {
    expect(await toJunit(incompleteResult())).not.toContain('upgradeInstance/405/get');
  });

  it('pass when tolerated, and name the ambiguity', async () => {
    const found = testcase(await toJunit(deviatingResult()), 'upgradeInstance/422/busy-build');
    expect(found).toContain('tolerated: expected 422, received 404; ambiguity A-busy: The page does not say');
    expect(found).not.toMatch(/<(failure|error|skipped)/);
  });

  it('are skipped with the reason when waived', async () => {
    const found = testcase(await toJunit(waivedResult()), 'upgradeInstance/400/body-missing');
    expect(found).toContain(
      '<skipped>waived: known, ticket 12\ncause: 500, a code that is not documented, where 400',
    );
    expect(found).not.toContain('<failure');
  });

  it('count further deviations in the message', async () => {
    const findings = [sampleDeviation, { ...sampleDeviation, message: 'also this' }];
    const result = sampleResult([
      sampleCase('upgradeInstance/400/body-missing', { verdict: 'deviates', findings }),
    ]);
    expect(await toJunit(result)).toContain('message="the status is not the documented one (and 1 more)"');
  });
});

describe('conclusion', () => {
  it.each([0, 1, 2, 3, 4, 130])('fails exactly if the exit code is not 0: %d', async (exitCode) => {
    const result = conformantResult();
    const xml = await toJunit({ ...result, run: { ...result.run, exitCode } });
    expect(testcase(xml, 'conclusion: ').includes(`<failure type="exit-${exitCode}"`)).toBe(exitCode !== 0);
  });

  it('says which waivers to fix', async () => {
    const waived = waivedResult();
    const problem = { kind: 'stale', message: 'Entry 1 is stale.' } as const;
    const xml = await toJunit({
      ...waived,
      run: { ...waived.run, exitCode: 1, waivers: [{ ...sampleWaiver, problem }] },
    });
    expect(testcase(xml, 'conclusion: ')).toContain(
      'message="exit code 1: deviates, all waived, but 1 waiver to fix; Entry 1 is stale."',
    );
  });

  it('says what is missing', async () => {
    expect(testcase(await toJunit(incompleteResult()), 'conclusion: ')).toContain(
      'message="exit code 3: incomplete; the run was stopped: --max-time of 1800 s was reached; ' +
        'codes not shown: 403, 500, 503, 404, 405; requirements not shown: body-202 (no case); ' +
        '2 cases inconclusive or errored; 1 case not selected"',
    );
  });

  it('fails without any case', async () => {
    expect(await toJunit(emptyResult())).toContain('message="exit code 3: incomplete; no documented code');
  });
});

describe('hostile values', () => {
  it.each([
    ['markup', hostileTexts.markup],
    ['the end of a CDATA section', hostileTexts.cdata],
    ['what looks like entities', hostileTexts.entities],
    ['what looks like escapes', '\\u0007 &amp;amp;'],
  ])('come out as they were: %s', async (_, text) => {
    const exchange = sampleExchange(400, '', { curl: `curl ${text}` });
    const response = exchange.response && { ...exchange.response, body: sampleBody(text) };
    const result = sampleResult([
      sampleCase('upgradeInstance/400/body-missing', {
        verdict: 'deviates',
        findings: [{ check: 'body', severity: 'deviation', message: text }],
        exchanges: [{ ...exchange, ...(response && { response }) }],
      }),
    ]);
    const found = decoded(testcase(await toJunit(result), 'upgradeInstance/400/body-missing'));
    expect(found).toContain(` message="${text}">`);
    expect(found).toContain(`\n< ${text}\n$ curl ${text}</failure>`);
  });

  it('that XML cannot hold are visible escapes', async () => {
    const xml = await toJunit(hostileResult('\u0000\u0007\u001b[31m\ud800\ufffe\n\u202e'));
    expect(xml).toContain('message \\u0000\\u0007\\u001b[31m\\ud800\\ufffe\\n\\u202e');
  });
});

describe('the validity check', () => {
  it.each([
    [
      'an attribute that junit-4 does not know',
      /skipped/,
      '</system-out>',
      '</system-out><skipped message=""/>',
    ],
    ['an attribute that junit-10 does not know', /<testcase>/, '<testcase ', '<testcase status="" '],
    ['an entity that XML does not know', /nbsp/, 'verdict:', '&nbsp;'],
    ['a character that XML forbids', /invalid/, 'verdict:', '\u0007'],
  ])('refuses %s', async (_, error, part, damage) => {
    const xml = await toJunit(conformantResult());
    expect(await xmlErrors(xml)).toEqual([]);
    expect((await xmlErrors(xml.replace(part, damage))).join('\n')).toMatch(error);
  });
});
