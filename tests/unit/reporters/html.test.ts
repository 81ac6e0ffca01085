import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Finding, RunResult } from '../../../src/model/result.ts';
import { difference } from '../../../src/reporters/html/difference.ts';
import { anchor, html, safeText } from '../../../src/reporters/html/markup.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import {
  conformantResult,
  deviatingResult,
  emptyResult,
  incompleteResult,
  sampleBody,
  sampleCase,
  sampleDeviation,
  sampleExchange,
  sampleResult,
  sampleWaiver,
  waivedResult,
} from '../../support/results.ts';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

const decoded = (text: string): string =>
  text.replace(/&[a-z#0-9]+;/g, (entity) => entities[entity] ?? entity);

/** What a reader sees of markup: no tags, no entities, runs of blanks as one. */
const read = (markup: string): string =>
  decoded(markup.replace(/<(script|style)>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');

const page = async (result: RunResult): Promise<string> => read(await toHtml(result));

/** The lines of the difference of a finding, as they stand in the page. */
function differenceOf(finding: Partial<Finding>, body: string): string[] {
  const markup = html`${difference(
    { ...sampleDeviation, ...finding },
    {
      exchanges: [sampleExchange(202, body)],
    },
  )}`;
  return decoded(String(markup).replace(/<[^>]*>/g, '')).split('\n');
}

describe('first screen', () => {
  it('names conclusion, target, versions, date, duration, and what the exit code means', async () => {
    const text = await page(deviatingResult());
    const first = text.slice(0, text.indexOf('Deviations'));
    for (const fact of [
      'Conformance report',
      'https://staging.example',
      '0 of 3 documented codes conform, 2 deviate, 1 is incomplete.',
      'clouddb-conformance 0.1.0',
      'Upgrade an instance 1.0 sha256 e3b0c44298fc…',
      '2026-11-23 10:00:00 UTC',
      '5 cases in 3.2 s',
      'deviates The run: throttled with 429',
      'exit code 1: deviates',
      '202 deviates 1 deviates',
      '422 incomplete 1 tolerated',
    ])
      expect(first).toContain(fact);
  });

  it.each([
    ['the built-in target', conformantResult(), 'Built-in target The target was the built-in reference'],
    ['certificates that were not verified', deviatingResult(), 'Insecure Certificates were not verified'],
    ['a run that was stopped', incompleteResult(), 'Stopped The run ended before all cases were sent: --max'],
    ['what is waived', waivedResult(), 'Waived 1 deviating case under a waiver.'],
    ['cases left out', incompleteResult(), 'Selection 1 case of 6 were not selected.'],
    ['a run without a code', emptyResult(), 'No documented code was tested.'],
  ])('says %s', async (_, result, expected) => {
    expect(await page(result)).toContain(expected);
  });

  it('links to the waivers and shows no cause if all deviations are waived', async () => {
    const markup = await toHtml(waivedResult());
    expect(markup).toContain('<a href="#waivers">1 deviating case</a> under a waiver.');
    expect(markup).toContain('<section id="waivers"');
  });

  it('has no notices for an ordinary run', async () => {
    const { target, ...rest } = conformantResult();
    expect(await toHtml({ ...rest, target: { ...target, builtIn: false } })).not.toContain('class="notice"');
  });

  it('says what an incomplete run lacks', async () => {
    const text = await page(incompleteResult());
    const first = text.slice(0, text.indexOf('All cases'));
    expect(first).toContain('codes not shown: 403, 500, 503, 404, 405');
    // By their number: dozens of ids would push everything else off the screen.
    expect(first).toContain('requirements not shown: 1');
    expect(first).not.toContain('body-202');
  });

  it('says what would complete the run, most cases first', async () => {
    const untested = (index: number, testableBy: string) =>
      sampleCase(`upgradeInstance/500/case-${index}`, {
        verdict: 'not-exercised',
        reason: `nothing brings about state ${index}`,
        testableBy,
        exchanges: [],
      });
    const result = sampleResult(
      [
        untested(1, 'an instance'),
        untested(2, 'a driver <of> states'),
        untested(3, 'a driver <of> states'),
        sampleCase('upgradeInstance/503/x', { verdict: 'errored', reason: 'the driver broke' }),
        sampleCase('upgradeInstance/503/y', { verdict: 'not-selected', exchanges: [] }),
      ],
      { conclusion: 'incomplete' },
    );
    const markup = await toHtml(result);
    expect(read(markup)).toContain(
      '2 cases Not exercised; testable by a driver <of> states 1 case the driver broke 1 case Not exercised; testable by an instance 1 case Not selected for this run.',
    );
    expect(markup).toContain(
      '<a href="#not-exercised">Not exercised; testable by a driver &lt;of&gt; states</a>',
    );
    expect(markup).toContain('<a href="#inconclusive">the driver broke</a>');
    expect(read(markup)).toContain('4 cases (1 more not selected) in 3.2 s');
  });

  it('does not say what a deviating run lacks', async () => {
    expect(await toHtml({ ...incompleteResult(), conclusion: 'deviates' })).not.toContain('class="missing"');
  });

  it('draws one unit per case for about a hundred cases, and several cases per unit beyond', async () => {
    const cases = (number: number) =>
      Array.from({ length: number }, (_, index) => sampleCase(`upgradeInstance/400/case-${index}`));
    const unitsOf = async (number: number) =>
      (await toHtml(sampleResult(cases(number))))
        .match(/<path class="unit conforms" d="([^"]*)"/)?.[1]
        ?.split('M').length;
    expect(await unitsOf(3)).toBe(1 + 3);
    expect(await unitsOf(104)).toBe(1 + 104);
    expect(await unitsOf(1000)).toBe(1 + 100);
    expect(await page(sampleResult(cases(1000)))).toContain('One small mark is up to 10 cases');
  });
});

describe('deviations', () => {
  it('are grouped by cause, with requirement, citation and authority', async () => {
    const text = await page(deviatingResult());
    expect(text).toContain('Deviations 4 causes in 4 cases and the run');
    expect(text).toContain(
      'body-202 The accepted body has an id. must · authority: example · Example response',
    );
    expect(text).toContain('Only an example in the reference shows this; no sentence states it.');
    expect(text).toContain('The same in 1 more case');
    expect(text).toContain('upgradeInstance/400/body-array is answered as documented", 1 case');
    expect(text).toContain('throttled with 429 The run as a whole');
  });

  it('are linked from the first screen, the worst causes first', async () => {
    const markup = await toHtml(deviatingResult());
    expect(markup).toMatch(
      /<a href="#cause\/cause-1">500, a code that .*, <span class="n">2 cases<\/span><\/a><\/span>/,
    );
    expect(markup).toMatch(
      /<a href="#cause\/cause-3">a required member is absent, in answers with 202, <span class="n">1 case<\/span><\/a>/,
    );
    expect(markup).toMatch(/id="cause\/cause-1">\s*<h3>500, a code that/);
  });

  it('mark the cases that an absent operation masks', async () => {
    const valid = sampleCase('upgradeInstance/202/x', {
      verdict: 'deviates',
      findings: [{ ...sampleDeviation, expected: '202', actual: '400' }],
      exchanges: [sampleExchange(400, '{}')],
    });
    const others = ['upgradeInstance/400/unknown', 'upgradeInstance/400/masked', 'upgradeInstance/401/x'];
    const [unknown, masked, other] = others.map((id) => sampleCase(id));
    const text = await page(
      sampleResult(
        [valid, ...[unknown, masked, other].flatMap((one) => one ?? [])].map((one) =>
          one === unknown ? { ...one, unknownAction: true } : one,
        ),
      ),
    );
    expect(text).toContain('upgradeInstance seems to be absent: 400 where 202 is documented');
    expect(text).toContain(
      'Masks 1 other case, which got the same answer and show nothing upgradeInstance/400/masked',
    );
    expect(text).toContain('conforms masked upgradeInstance/400/masked');
  });

  it('say which variables a curl line needs', async () => {
    const one = (curl: string) =>
      sampleCase('upgradeInstance/400/body-missing', {
        verdict: 'deviates',
        findings: [sampleDeviation],
        states: [{ name: 'a thing is there', params: { kind: 'b' } }],
        exchanges: [{ ...sampleExchange(500, '{}'), curl }],
      });
    expect(await page(sampleResult([one(`curl -H 'X-Key: '"$A_KEY_2" 'https://a.example'`)]))).toContain(
      'set A_KEY_2 first. If a value came from a provider state, set that state up again: a thing is there {"kind":"b"}',
    );
    expect(await page(sampleResult([one('curl https://a.example')]))).not.toContain(
      'To send the request again',
    );
  });

  it('are listed by message only beyond the first few hundred', async () => {
    const cases = Array.from({ length: 302 }, (_, index) =>
      sampleCase(`upgradeInstance/400/case-${index}`, {
        verdict: 'deviates',
        findings: [{ ...sampleDeviation, location: 'body', message: `message ${index}` }],
      }),
    );
    const markup = await toHtml(sampleResult(cases));
    expect(markup).toContain('id="cause/cause-300"');
    expect(markup).not.toContain('id="cause/cause-301"');
    expect(read(markup)).toContain(
      '2 more causes, each with one case message 300, in answers with 400, 1 case upgradeInstance/400/case-300 message 301',
    );
  });

  it('are moved to the waivers if waived', async () => {
    const problem = { kind: 'stale', message: 'Entry 1 is stale.' } as const;
    const text = await page({
      ...waivedResult(),
      run: { ...waivedResult().run, waivers: [{ ...sampleWaiver, problem }] },
    });
    expect(text).not.toContain('Deviations');
    expect(text).toContain('Entry 1 until 2026-12-31, owner database team: known, ticket 12');
    expect(text).toContain('To fix: Entry 1 is stale.');
    expect(text).toContain('Waived deviations: 1 cause in 1 case');
  });
});

describe('difference', () => {
  const body = '{"instance":{"id":7,"links":[{"rel":"self"},{"rel":5}],"name":"db"},"more":1}';

  it('is shown at the pointer, without members beside the path', () => {
    const finding = { location: 'body /instance/links/1/rel', expected: 'a string', actual: '5' };
    expect(differenceOf(finding, body)).toEqual([
      '− received  + expected at body /instance/links/1/rel',
      '  {',
      '    "instance": {',
      '      … 1 more',
      '      "links": [',
      '        … 1 more',
      '        {',
      '−         "rel": 5',
      '+         "rel": a string',
      '        }',
      '      ]',
      '      … 1 more',
      '    }',
      '    … 1 more',
      '  }',
    ]);
  });

  it('shows an absent member among the present ones', () => {
    const finding = { location: '/more/deep', expected: 'a member "x"', actual: 'nothing' };
    expect(differenceOf({ ...finding, location: 'body /instance' }, body).slice(3)).toEqual([
      '      "id": 7',
      '      "links": [ 2 items ]',
      '      "name": "db"',
      '−     nothing',
      '+     a member "x"',
      '    }',
      '    … 1 more',
      '  }',
    ]);
    expect(differenceOf({ ...finding, location: '/absent' }, '{}')).toEqual([
      '− received  + expected at /absent',
      '  {',
      '−   "absent": nothing',
      '+   "absent": a member "x"',
      '  }',
    ]);
  });

  it.each([
    ['a status', { location: 'status', actual: '500', expected: '400' }, '{}'],
    ['a header', { location: 'header Allow', actual: '500', expected: '400' }, '{}'],
    ['a body that is not JSON', { location: 'body', actual: '500', expected: '400' }, '<html>'],
  ])('is of two lines for %s', (_, finding, received) => {
    expect(differenceOf(finding, received)).toEqual([
      `− received  + expected at ${finding.location}`,
      '− 500',
      '+ 400',
    ]);
  });

  it('ignores a truncated body', () => {
    const exchange = sampleExchange(202, '');
    const response = {
      status: 202,
      statusText: '',
      httpVersion: '1.1',
      headers: [],
      body: sampleBody('1', { truncated: true }),
    };
    const finding = { ...sampleDeviation, location: 'body', actual: 'cut', expected: 'whole' };
    expect(read(String(html`${difference(finding, { exchanges: [{ ...exchange, response }] })}`))).toContain(
      '− cut + whole',
    );
  });

  it('is absent if nothing was compared', () => {
    const { expected: _, actual: __, ...finding } = sampleDeviation;
    expect(difference(finding, { exchanges: [] })).toEqual([]);
  });
});

describe('the sections after the deviations', () => {
  it.each([
    [incompleteResult(), 'not-exercised no driver was given Testable by a provider-state driver (--states)'],
    [incompleteResult(), 'not-consented it could change the target Testable by --consent change'],
    [incompleteResult(), 'errored the driver answered 500'],
    [incompleteResult(), 'inconclusive throttled for 120 s'],
    [deviatingResult(), 'tolerated expected 422, received 404 A-busy The page does not say which statuses'],
    [deviatingResult(), 'instance 9f1c by upgradeInstance/202/mysql-5.6-5.7 : no teardown'],
    [conformantResult(), 'no WWW-Authenticate header authenticate'],
    [incompleteResult(), 'Requirements 1 of 2 shown 1 not shown body-202 The accepted body has an id.'],
  ])('is shown with its reason %#', async (result, expected) => {
    expect(await page(result)).toContain(expected);
  });
});

it('says how to repeat the run', async () => {
  const options = {
    target: "https://o'brien.example/a b",
    token: '$CLOUDDB_TOKEN',
    headerKey: '$CLOUDDB_OTHER',
    allowIncomplete: [500, 501],
    strict: true,
    auth: '(not shown)',
  };
  const markup = await toHtml(sampleResult([], { run: { options } }));
  const text = read(markup);
  expect(text).toContain(
    `clouddb-conformance run \\ --target 'https://o'\\''brien.example/a b' \\ --header-key "$CLOUDDB_OTHER" \\ --allow-incomplete 500 \\ --allow-incomplete 501 \\ --strict `,
  );
  expect(text).toContain('Set CLOUDDB_TOKEN CLOUDDB_OTHER first');
  expect(text).toContain(
    'The config file gives auth , and with it the token: run this where that file is found, or name it with --config FILE .',
  );
  expect(text).toContain('auth "(not shown)"');
  expect(text).not.toContain('--auth');
  expect(text).toContain('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it('prints a command that bash parses into the same arguments', async () => {
  const options = {
    target: "https://o'brien.example/a b",
    token: '$CLOUDDB_TOKEN',
    header: ['X-Key: $CLOUDDB_HEADER_X_KEY', "X-Plain: it's `plain` $5", 'X-Two: $A_B$A_C;'],
    only: ['*/404/*', 401],
    empty: '',
  };
  const markup = await toHtml(sampleResult([], { run: { options } }));
  expect(read(markup)).toContain('Set CLOUDDB_TOKEN CLOUDDB_HEADER_X_KEY A_B A_C first');
  const command = decoded(/<pre class="curl copy">(.*?)<\/pre>/s.exec(markup)?.[1] ?? '');
  const words = execFileSync(
    'bash',
    ['--norc', '-c', `clouddb-conformance() { printf '%s\\n' "$@"; }; ${command}`],
    {
      encoding: 'utf8',
      env: { CLOUDDB_HEADER_X_KEY: 'the key', A_B: 'b  b', A_C: '*' },
    },
  );
  expect(words.split('\n').slice(0, -1)).toEqual([
    ...['run', '--target', "https://o'brien.example/a b"],
    ...['--header', 'X-Key: the key', '--header', "X-Plain: it's `plain` $5", '--header', 'X-Two: b  b*;'],
    ...['--only', '*/404/*', '--only', '401', '--empty', ''],
  ]);
});

describe('a curl line', () => {
  const withCurl = (curl: string) =>
    toHtml(
      sampleResult([sampleCase('upgradeInstance/400/a', { exchanges: [sampleExchange(400, '', { curl })] })]),
    );

  it('is offered for copying only if it is complete and unescaped', async () => {
    expect(await withCurl('curl x')).toContain('<pre class="curl copy">curl x</pre>');
    expect(await withCurl('curl \u202e')).not.toContain('curl copy">curl \\');
    expect(await withCurl('x'.repeat(20_000))).toContain('The curl line has 20000 characters');
  });
});

it('allows only its own style sheet and script by policy', async () => {
  const markup = await toHtml(deviatingResult());
  const hashOf = (element: string) => {
    const text = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(markup)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf('style')}`,
    `script-src ${hashOf('script')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  expect(markup).toContain(`content="${policy.replaceAll("'", '&#39;')}"`);
});

describe('texts from the target', () => {
  it('have marked escapes, which differ from backslashes that were sent', () => {
    expect(String(html`${safeText('a\u202e\u0000b \\u202e')}`)).toBe(
      'a<i class="esc">\\u202e\\u0000</i>b \\u202e',
    );
  });

  it('make different fragments if they differ', () => {
    const ids = ['a b', 'a~20~b', 'a/b', 'a~b', 'a\ud800b', 'a"b', 'a\u{1f600}b'];
    const anchors = ids.map((id) => anchor('case', id));
    expect(new Set(anchors).size).toBe(ids.length);
    for (const one of anchors) expect(one).toMatch(/^case\/[\w./~-]+$/);
  });
});
