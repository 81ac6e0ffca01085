import type { CaseResult } from '../../../src/model/result.ts';
import { toAnnotations } from '../../../src/reporters/annotations.ts';
import { toBadge, toBadgeJson } from '../../../src/reporters/badge.ts';
import { toCtrf } from '../../../src/reporters/ctrf.ts';
import { toHar } from '../../../src/reporters/har.ts';
import { type ReportFormat, refusedForBuiltIn, reporters } from '../../../src/reporters/index.ts';
import { toJson } from '../../../src/reporters/json.ts';
import { toMarkdown } from '../../../src/reporters/markdown.ts';
import { markdownCode, markdownDetails, markdownText } from '../../../src/reporters/markdown-text.ts';
import { toTap } from '../../../src/reporters/tap.ts';
import {
  conformantResult,
  deviatingResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  sampleBody,
  sampleCase,
  sampleExchange,
  sampleResult,
  waivedResult,
} from '../../support/results.ts';
import {
  annotationErrors,
  badgeJsonErrors,
  ctrfErrors,
  harErrors,
  markdownErrors,
  svgErrors,
  tapErrors,
} from './formats-validity.ts';

/** The value with the members of every object in the opposite order: what is rendered may not depend on it. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
  return Object.fromEntries(entries.toReversed());
}

describe.each(Object.keys(reporters) as ReportFormat[])('%s of a stored result', (format) => {
  const results = [
    deviatingResult(),
    incompleteResult(),
    hostileResult(Object.values(hostileTexts).join(' ')),
  ];
  if (!refusedForBuiltIn.has(format)) results.push(conformantResult());

  it.each(results)('is what the run wrote: %#', async (result) => {
    const render = await reporters[format]();
    const stored = JSON.parse(toJson(result));
    expect(await render(stored, { color: false })).toBe(await render(result, { color: false }));
    // Dictionaries keep the order that they were written in; records have none.
    const { requirements, ambiguities, coverage, run } = stored;
    const other = {
      ...Object(reversed(stored)),
      requirements,
      ambiguities,
      coverage,
      run,
      cases: stored.cases.map(shuffled),
    };
    expect(await render(other, { color: false })).toBe(await render(result, { color: false }));
  });
});

const shuffled = (item: CaseResult) => ({ ...Object(reversed(item)), states: item.states });

describe('markdown', () => {
  it('shows a cause once, with requirement, evidence and cases', () => {
    const text = toMarkdown(deviatingResult());
    expect(text).toMatch(/^### clouddb-conformance 0\.1\.0 against `https:\/\/staging\.example`: deviates\n/);
    expect(text).toContain('**INSECURE: certificates were not verified; the answers may come from anyone.**');
    expect(text).toContain('| 400 | ✗ deviates | 3 deviates |');
    expect(text).toContain(
      [
        `**1. 500, a code that is not documented, where 400 is documented: "The sample case upgradeInstance/400/body-missing is answered as documented" and the like, 2 cases** (\`status_code_conformance\`)`,
        '',
        '- requirement `fault-400`: A request with an error is answered 400 with the badRequest fault. (must; upgrade page; Response codes, row 400)',
        '- at `status`',
        '- expected `400`',
        '- actual `500`',
        '- 2 cases: `upgradeInstance/400/body-missing`, `upgradeInstance/400/body-malformed`',
      ].join('\n'),
    );
    expect(text).toContain(
      '<details><summary>Exchange of upgradeInstance/400/body-missing</summary>\n\n```\n> POST ',
    );
  });

  it('shows an exchange once', () => {
    const finding = (message: string) => ({ check: 'body', severity: 'deviation', message }) as const;
    const both = { verdict: 'deviates', findings: [finding('one'), finding('two')] } as const;
    const text = toMarkdown(sampleResult([sampleCase('upgradeInstance/400/both', both)]));
    expect(text.split('Exchange of')).toHaveLength(2);
    expect(text).toContain('- 1 case: `upgradeInstance/400/both`\n- exchange: see cause 1\n');
  });

  it('lists what was not exercised and what is waived', () => {
    expect(toMarkdown(incompleteResult())).toContain(
      '- not-exercised: no driver was given; testable by a provider-state driver (--states) (1 case: `upgradeInstance/500/instance-fault`)',
    );
    expect(toMarkdown(waivedResult())).toContain('until 2026-12-31, owner database team: known, ticket 12');
  });

  it('fits into a comment, and says how much was left out', () => {
    const cases = Array.from({ length: 2000 }, (_, index) =>
      sampleCase(`upgradeInstance/400/case-${index}`, {
        verdict: 'deviates',
        findings: [{ check: 'body', severity: 'deviation', message: `message ${index} ${'😀'.repeat(200)}` }],
      }),
    );
    const text = toMarkdown(sampleResult(cases));
    expect(markdownErrors(text)).toEqual([]);
    expect(Buffer.byteLength(text)).toBeGreaterThan(60_000);
    expect(text).toMatch(
      /_\d+ entries left out because of the size limit; the other report formats have them\._\n$/,
    );
  });

  it.each([
    ['@team #12 a@b.example', '<span>@</span>team <span>#</span>12 a<span>@</span>b.example'],
    ['1. list', '1\\. list'],
    ['- item', '\\- item'],
    ['http://x www.y :smile:', 'http<span>://</span>x www<span>.</span>y <span>:</span>smile:'],
    ['GH-7 gh-7 ABC-123', 'GH<span>-</span>7 gh<span>-</span>7 ABC<span>-</span>123'],
    ['owner/repo#7 a/b@v1', 'owner/repo<span>#</span>7 a/b<span>@</span>v1'],
    ['user@deadbeef', 'user<span>@</span>deadbe<span>ef</span>'],
    ['0123456789abcdef0', '012345<span>6789ab</span>cdef0'],
    [
      '12345678 bytes, defaced by 2026-01-01',
      '123456<span>78</span> bytes, deface<span>d</span> by 2026-01-01',
    ],
    ['mailto:a CVE-2026-1 GHSA-a-b', 'mailto<span>:</span>a CVE<span>-</span>2026-1 GHSA<span>-</span>a-b'],
    ['##[error]x', '\\\\u0023<span>#</span>\\[error\\]x'],
    ['a|b*c_d`e[f](g)', 'a\\|b\\*c\\_d\\`e\\[f\\](g)'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
  ])('keeps text text: %s', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it.each([
    ['a', '`a`'],
    ['a`b', '`` a`b ``'],
    ['`', '`` ` ``'],
    [' ', '(empty)'],
    [' a', '`  a `'],
  ])('fences code: %s', (text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });

  it('uses longer fences for texts that contain fences', () => {
    expect(markdownDetails('x', ['````'])).toContain('\n`````\n````\n`````\n');
  });
});

describe('ctrf', () => {
  it('counts passed, failed, skipped and other tests, and the conclusion', () => {
    const { results } = JSON.parse(toCtrf(incompleteResult()));
    expect(results.summary).toMatchObject({
      tests: 6,
      passed: 1,
      failed: 1,
      skipped: 2,
      other: 2,
      pending: 0,
    });
    expect(results.tests.at(-1)).toMatchObject({ status: 'failed', rawStatus: 'incomplete' });
    expect(results.summary.stop - results.summary.start).toBe(3210);
  });
});

describe('har', () => {
  it('has every exchange in the order of their start', () => {
    const at = (startedAt: string, attempt: number) => sampleExchange(413, '{}', { startedAt, attempt });
    const result = sampleResult([
      sampleCase('upgradeInstance/400/late', {
        exchanges: [at('2026-11-23T10:00:01.000Z', 1), at('2026-11-23T10:00:03.000Z', 2)],
      }),
      sampleCase('upgradeInstance/400/early', { exchanges: [at('2026-11-23T10:00:00.000Z', 1)] }),
    ]);
    expect(JSON.parse(toHar(result)).log.entries.map(({ comment }: { comment: string }) => comment)).toEqual([
      'upgradeInstance/400/early: conforms, attempt 1',
      'upgradeInstance/400/late: conforms, attempt 1',
      'upgradeInstance/400/late: conforms, attempt 2',
    ]);
  });

  it('keeps bodies, cookies and queries, and says what is missing', () => {
    const sample = sampleExchange(200, '');
    const { response } = sample;
    const result = sampleResult([
      sampleCase('upgradeInstance/400/x', {
        exchanges: [
          {
            ...sample,
            request: { ...sample.request, url: 'https://staging.example/a?b=c%20d&e' },
            ...(response && {
              response: {
                ...response,
                headers: [['Set-Cookie', 'a=b=c; Path=/']],
                body: sampleBody('AAEC', { encoding: 'base64', truncated: true, bytes: 900 }),
              },
            }),
          },
          { ...sample, response: undefined, error: 'connection reset' } as unknown as typeof sample,
        ],
      }),
    ]);
    const [{ request, response: answer }, failed] = JSON.parse(toHar(result)).log.entries;
    expect(request.queryString).toEqual([
      { name: 'b', value: 'c d' },
      { name: 'e', value: '' },
    ]);
    expect(request.postData.text).toContain('"upgrade"');
    expect(answer.cookies).toEqual([{ name: 'a', value: 'b=c' }]);
    expect(answer.content).toMatchObject({ encoding: 'base64', text: 'AAEC', size: 900 });
    expect(answer.content.comment).toMatch(/^shortened: 900 bytes, sha256 /);
    expect(failed.response).toMatchObject({ status: 0, comment: 'connection reset' });
  });
});

describe('tap', () => {
  it('skips cases that could not be tested, and marks waived deviations as TODO', () => {
    expect(toTap(incompleteResult())).toContain(
      'ok 2 - upgradeInstance/403/other-account: The sample case upgradeInstance/403/other-account is answered as documented # SKIP not-consented: it could change the target\n',
    );
    expect(toTap(waivedResult())).toMatch(/\nnot ok 1 - .* # TODO waived: known, ticket 12\n/);
    expect(toTap(deviatingResult())).toMatch(
      /\n1\.\.6\nnot ok 1 - .*\n {2}---\n {2}message: "a required member is absent"\n/,
    );
  });

  it('escapes texts that would start a directive', () => {
    const [item] = deviatingResult().cases;
    const result = sampleResult([{ ...item, title: 'a # SKIP \\# TODO' } as CaseResult]);
    expect(toTap(result)).toContain('a \\# SKIP \\\\\\# TODO\n');
  });
});

describe('annotations', () => {
  it('are an error for each cause, and for the run', () => {
    expect(
      toAnnotations(deviatingResult())
        .split('\n')
        .map((line) => line.replace(/ \(clouddb.*/, '')),
    ).toEqual([
      '::error title=clouddb-conformance 0.1.0%3A deviates::500, a code that is not documented, where 400 is documented: "The sample case upgradeInstance/400/body-missing is answered as documented" and the like, 2 cases (expected 400, actual 500) [status_code_conformance]: upgradeInstance/400/body-missing and 1 more',
      '::error title=clouddb-conformance 0.1.0%3A deviates::501, a code that is not documented, where 400 is documented: "The sample case upgradeInstance/400/body-array is answered as documented", 1 case (expected 400, actual 501) [status_code_conformance]: upgradeInstance/400/body-array',
      '::error title=clouddb-conformance 0.1.0%3A deviates::a required member is absent, in answers with 202, 1 case (expected a string, actual nothing) [response_schema_conformance]: upgradeInstance/202/mysql-5.6-5.7',
      '::error title=clouddb-conformance 0.1.0%3A deviates::throttled with 429 (expected 413, actual 429) [throttling]: the run as a whole',
      '',
    ]);
  });

  it.each([
    [conformantResult, '::notice '],
    [waivedResult, '::notice '],
    [incompleteResult, '::error '],
  ])('say it when nothing deviates: %#', (result, start) => {
    expect(toAnnotations(result()).startsWith(start)).toBe(true);
  });

  it('are limited to what GitHub shows', () => {
    const cases = Array.from({ length: 30 }, (_, index) =>
      sampleCase(`upgradeInstance/400/case-${index}`, {
        verdict: 'deviates',
        findings: [{ check: 'body', severity: 'deviation', message: `message ${index} 100%` }],
      }),
    );
    const lines = toAnnotations(sampleResult(cases)).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toContain('message 0 100%25, in answers with 400, 1 case [body]');
    expect(lines[9]).toContain('::21 more causes of deviations; the other reports list all of them');
  });
});

describe('badges', () => {
  it('say the conclusion and how many codes conform', async () => {
    expect(JSON.parse(toBadgeJson(deviatingResult()))).toEqual({
      schemaVersion: 1,
      label: 'clouddb-conformance',
      message: 'deviates (0 of 3 codes, INSECURE)',
      color: 'red',
    });
    expect(await toBadge(deviatingResult())).toContain(
      'aria-label="clouddb-conformance: deviates (0 of 3 codes, INSECURE)"',
    );
  });

  it('are refused for the built-in target', () => {
    expect(() => toBadgeJson(conformantResult())).toThrow(
      'refused for the built-in reference implementation',
    );
  });
});

/** Each validator is shown to go red. */
describe('the validity check of', () => {
  const damage: readonly (readonly [
    string,
    (text: string) => Promise<string[]> | string[],
    () => string | Promise<string>,
    string | RegExp,
    string,
  ])[] = [
    ['ctrf', ctrfErrors, () => toCtrf(deviatingResult()), '"status":"failed"', '"status":"red"'],
    ['har', harErrors, () => toHar(deviatingResult()), '"startedDateTime"', '"started"'],
    ['tap, its plan', tapErrors, () => toTap(deviatingResult()), '1..6', '1..7'],
    ['tap, its lines', tapErrors, () => toTap(deviatingResult()), '1..6', '1..6\nwhatever'],
    ['badge', svgErrors, () => toBadge(deviatingResult()), '</title>', '<title>'],
    ['badge-json', badgeJsonErrors, () => toBadgeJson(deviatingResult()), '"color"', '"colour"'],
    ['annotations', annotationErrors, () => toAnnotations(deviatingResult()), '%3A', ':'],
    [
      'markdown, links',
      markdownErrors,
      () => toMarkdown(deviatingResult()),
      '####',
      'see http://evil.example ####',
    ],
    ['markdown, HTML', markdownErrors, () => toMarkdown(deviatingResult()), '####', '<img src=x>'],
    ['markdown, names', markdownErrors, () => toMarkdown(deviatingResult()), 'documented codes', '@team'],
  ];

  it.each(damage)('%s refuses what is damaged', async (_, errors, render, part, by) => {
    const text = await render();
    expect(await errors(text)).toEqual([]);
    expect(await errors(text.replace(part, by))).not.toEqual([]);
  });
});
