import type { RunResult, Verdict } from '../../../src/model/result.ts';
import { toConsole } from '../../../src/reporters/console.ts';
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

const plain = (result: RunResult) => toConsole(result, { color: false });
const lastLine = (result: RunResult) => plain(result).trimEnd().split('\n').at(-1);
const exit = (result: RunResult, exitCode: number): RunResult => ({
  ...result,
  run: { ...result.run, exitCode },
});

describe('headline', () => {
  it.each([
    ['the built-in target', conformantResult(), 'against the built-in reference implementation: conformant'],
    [
      'a service',
      deviatingResult(),
      'against https://staging.example (INSECURE: certificates were not verified): deviates',
    ],
  ])('names %s and the conclusion', (_, result, expected) => {
    expect(plain(result).split('\n')[0]).toBe(`clouddb-conformance 0.1.0 ${expected}`);
  });

  it('says that certificates were not verified, and that the run was stopped', () => {
    expect(plain(deviatingResult()).match(/! INSECURE/g)).toHaveLength(2);
    expect(plain(incompleteResult())).toContain('! STOPPED: --max-time of 1800 s was reached');
    expect(plain(conformantResult())).not.toMatch(/INSECURE|STOPPED/);
  });
});

const chosenWhole: RunResult = { ...conformantResult(), conclusion: 'incomplete' };

describe('last line', () => {
  it.each([
    [
      conformantResult(),
      '3 of 3 documented codes conform; conformant; 3 cases in 3.2 s; exit code 0: conformant',
    ],
    [
      deviatingResult(),
      '0 of 3 documented codes conform, 2 deviate, 1 is incomplete; deviates; 5 cases in 3.2 s; exit code 1: deviates',
    ],
    [
      incompleteResult(),
      '1 of 6 documented codes conform, 5 are incomplete; incomplete; 5 cases (1 more not selected) in 3.2 s; exit code 3: incomplete',
    ],
    [emptyResult(), '0 of 0 documented codes conform; incomplete; 0 cases in 3.2 s; exit code 3: incomplete'],
  ])('sums up %#', (result, expected) => {
    expect(lastLine(result)).toBe(expected);
  });

  const allowed = sampleResult(
    [sampleCase('upgradeInstance/501/not-implemented', { verdict: 'not-exercised', exchanges: [] })],
    { conclusion: 'incomplete' },
  );
  it.each([
    ['waivers', waivedResult(), 'exit code 0: deviates, all waived'],
    ['waivers that leave gaps', exit(waivedResult(), 3), 'exit code 3: deviates, all waived, but incomplete'],
    ['--allow-incomplete', allowed, 'exit code 0: incomplete, allowed: 501'],
    ['--only', exit(incompleteResult(), 0), 'exit code 0: incomplete, only the selected cases are judged'],
    [
      '--only that matches every case',
      chosenWhole,
      'exit code 0: incomplete, only the selected cases are judged',
    ],
    ['--strict', exit(conformantResult(), 1), 'exit code 1: conformant, not accepted'],
    ['a target that went away', exit(incompleteResult(), 4), 'exit code 4: incomplete; could not finish'],
    ['an interruption', exit(incompleteResult(), 130), 'exit code 130: incomplete; interrupted'],
  ])('tells what the exit code means under %s', (_, result, expected) => {
    expect(lastLine(result)).toContain(expected);
  });
});

it('says what is missing where every case was selected and conforms', () => {
  expect(plain(chosenWhole)).toContain('– cases were selected, even though all of them');
});

describe('documented codes', () => {
  it('are listed one per line, aligned, with mark, word and counts', () => {
    expect(plain(deviatingResult())).toContain(
      [
        'Documented codes of upgradeInstance',
        '  ✗ 202  deviates    1 deviates',
        '  ✗ 400  deviates    3 deviates',
        '  – 422  incomplete  1 tolerated',
      ].join('\n'),
    );
  });
});

describe('deviations', () => {
  it('show requirement, authority, expected and actual values, the exchange and its curl line', () => {
    expect(plain(deviatingResult())).toContain(`\
  ✗ a required member is absent, in answers with 202, 1 case
    found in upgradeInstance/202/mysql-5.6-5.7: The sample case upgradeInstance/202/mysql-5.6-5.7 is answered as documented
    deviation: a required member is absent [response_schema_conformance]
    requirement body-202: The accepted body has an id. (must; authority: example; Example response)
    only an example in the reference shows this; no sentence states it
    location: /instance/id
    expected: a string
    actual:   nothing
    note: the date is odd [headers]
    > POST https://staging.example/v1.0/1234/instances/44b277eb/action
    > Content-Type: application/json
    > X-Auth-Token: $CLOUDDB_TOKEN
    > {"upgrade":{"datastore":{"type":"mysql","version":"5.7"}}}
    < HTTP/1.1 202 None
    < Content-Type: application/json
    < {"instance":{}}
    $ curl -i -X POST "https://staging.example/v1.0/1234/instances/44b277eb/action" -H "X-Auth-Token: $CLOUDDB_TOKEN"
`);
  });

  it('are grouped by cause, with the ids and actual values of the other cases', () => {
    const text = plain(deviatingResult());
    expect(text).toContain('Deviations: 3 causes in 4 cases');
    expect(text).toContain('    the same in 1 more case:\n      upgradeInstance/400/body-malformed\n');
    expect(text.match(/the status is not the documented one/g)).toHaveLength(2);
  });

  it('show the exchange of a case with several deviations once', () => {
    const findings = ['one', 'two'].map(
      (message) => ({ check: message, severity: 'deviation', message }) as const,
    );
    const result = sampleResult([
      sampleCase('upgradeInstance/400/body-missing', { verdict: 'deviates', findings }),
    ]);
    expect(plain(result).match(/\$ curl/g)).toHaveLength(1);
    expect(plain(result)).toContain('exchange: shown above');
  });

  it('show the transport error without an answer, and the reason without a finding', () => {
    const { response: _, ...exchange } = sampleExchange(400, '');
    const result = sampleResult([
      sampleCase('upgradeInstance/400/body-missing', {
        verdict: 'deviates',
        reason: 'no answer within 30 s; the reference sets no limit',
        exchanges: [{ ...exchange, error: 'the connection was reset' }],
      }),
    ]);
    expect(plain(result)).toContain(
      'deviation: no answer within 30 s; the reference sets no limit [verdict]',
    );
    expect(plain(result)).toContain('    ! the connection was reset\n');
  });

  it('shorten long bodies and say so', () => {
    const body = sampleBody('x'.repeat(5000), { bytes: 70_000, truncated: true });
    const exchange = sampleExchange(400, '');
    const response = exchange.response && { ...exchange.response, body };
    const result = sampleResult([
      sampleCase('upgradeInstance/400/body-missing', {
        verdict: 'deviates',
        exchanges: [{ ...exchange, ...(response && { response }) }],
      }),
    ]);
    expect(plain(result)).toContain('x… (3500 more characters)\n    < (70000 bytes, shortened, sha256 ');
  });
});

describe('in brief', () => {
  it('has one line for each code and each cause, and no evidence', () => {
    expect(toConsole(deviatingResult(), { color: false, brief: true }).split('\n')).toEqual([
      'clouddb-conformance 0.1.0 against https://staging.example (INSECURE: certificates were not verified): deviates',
      '! INSECURE: certificates were not verified; the answers may come from anyone',
      '  ✗ 202  deviates    1 deviates',
      '  ✗ 400  deviates    3 deviates',
      '  – 422  incomplete  1 tolerated',
      '✗ the run: throttled with 429',
      ...deviatingResult().causes.map(({ headline }) => `✗ ${headline}`),
      '! left behind: instance 9f1c, by upgradeInstance/202/mysql-5.6-5.7',
      '0 of 3 documented codes conform, 2 deviate, 1 is incomplete; deviates; 5 cases in 3.2 s; exit code 1: deviates',
      '',
    ]);
  });

  it('says what is waived, which waivers to fix, and that the run was stopped', () => {
    const problem = { kind: 'stale', message: 'Entry 1 is stale.' } as const;
    const { run, ...rest } = waivedResult();
    const stopped = { ...run, waivers: [{ ...sampleWaiver, problem }], stopped: 'enough' };
    const text = toConsole({ ...rest, run: stopped }, { color: false, brief: true });
    expect(text).toContain('\n! STOPPED: enough\n');
    expect(text).toContain('\n✗ Entry 1 is stale.\n~ waived: 500');
  });
});

it('names codes by operation where there are several', () => {
  const cases = ['a/400/x', 'b/400/x'].map((id) =>
    sampleCase(id, { verdict: 'not-exercised', exchanges: [] }),
  );
  const result = sampleResult(cases, {
    conclusion: 'incomplete',
    run: { exitCode: 3 },
    coverage: ['a', 'b'].map((operationId) => ({
      operationId,
      status: 400,
      verdict: 'incomplete',
      cases: {},
    })),
  });
  expect(plain(result)).toContain('– codes not shown: a/400, b/400\n');
  expect(toConsole(result, { color: false, brief: true })).toContain('  – b  incomplete  1 incomplete');
});

it('lists requirements that were not shown by code, and none of cases that were not selected', () => {
  const of = (id: string, requirement: string, verdict: Verdict) =>
    sampleCase(id, { verdict, requirements: [requirement], exchanges: [] });
  const statement = { strength: 'must', authority: 'page', citation: 'row', statement: 'It is so.' } as const;
  const names = ['LATE', 'EARLY', 'LEFT'];
  const text = plain(
    sampleResult(
      [
        of('a/503/x', 'LATE', 'not-exercised'),
        of('a/401/x', 'EARLY', 'not-consented'),
        of('a/404/x', 'LEFT', 'not-selected'),
      ],
      {
        conclusion: 'incomplete',
        requirements: Object.fromEntries(
          names.map((name) => [name, { ...statement, verdict: 'incomplete' }]),
        ),
      },
    ),
  );
  expect(text).toContain('Requirements not shown: 2\n  401\n    EARLY\n  503\n    LATE\n\n');
  expect(text).not.toContain('LEFT');
});

describe('waivers', () => {
  const waivedCases = waivedResult().cases.map((one) => ({ ...one, id: 'upgradeInstance/400/waived' }));
  const withWaived = (run: Partial<RunResult['run']> = {}) =>
    sampleResult([...waivedCases, ...deviatingResult().cases], {
      conclusion: 'deviates',
      run: { waivers: [sampleWaiver], exitCode: 1, ...run },
    });

  it('move covered deviations to a section with expiry, owner and reason', () => {
    const text = plain(withWaived());
    expect(text).toContain('Deviations: 3 causes in 4 cases\n');
    expect(text).toContain(
      [
        'Waived: 1 deviation in 1 case',
        '  ~ 500, a code that is not documented, where 400 is documented: "The sample case upgradeInstance/400/body-missing is answered as documented", 1 case',
        '    waived until 2026-12-31, owner database team: known, ticket 12',
        '    upgradeInstance/400/waived\n',
      ].join('\n'),
    );
    expect(lastLine(withWaived())).toContain('exit code 1: deviates');
  });

  it('that do not fit are listed before the deviations and named with the exit code', () => {
    const problem = { kind: 'stale', message: 'Entry 1 is stale.' } as const;
    const stale = (result: RunResult) =>
      exit({ ...result, run: { ...result.run, waivers: [{ ...sampleWaiver, problem }] } }, 1);
    expect(plain(stale(withWaived()))).toContain(
      'Waivers to fix: 1\n  ✗ Entry 1 is stale.\n\nDeviations: 3 causes',
    );
    expect(lastLine(stale(withWaived()))).toContain('exit code 1: deviates; 1 waiver to fix');
    expect(lastLine(stale(waivedResult()))).toContain(
      'exit code 1: deviates, all waived, but 1 waiver to fix',
    );
    expect(lastLine(stale(conformantResult()))).toContain('exit code 1: conformant, but 1 waiver to fix');
  });

  it('can cover one of several deviations of a case', () => {
    const findings = [
      { ...sampleDeviation, waiver: 1 },
      { ...sampleDeviation, message: 'another' },
    ];
    const cases = [sampleCase('upgradeInstance/400/body-missing', { verdict: 'deviates', findings })];
    const text = plain(sampleResult(cases, { run: { waivers: [sampleWaiver] } }));
    expect(text).toContain('Deviations: 1 cause in 1 case\n');
    expect(text).toContain('Waived: 1 deviation in 1 case\n');
  });
});

describe('cases without a result', () => {
  const text = plain(incompleteResult());
  it.each([
    ['  – not-exercised: no driver was given\n    testable by: a provider-state driver (--states)\n'],
    ['  – not-consented: it could change the target\n    testable by: --consent change\n'],
    ['  – errored: the driver answered 500\n    upgradeInstance/503/unavailable\n'],
    ['  – inconclusive: throttled for 120 s\n    upgradeInstance/404/absent\n'],
    ['Requirements not shown: 1\n  no case\n    body-202\n'],
    ['– requirements not shown: 1\n'],
    ['– codes not shown: 403, 500, 503, 404, 405\n'],
  ])('is shown with its reason %#', (expected) => {
    expect(text).toContain(expected);
  });
});

it('lists ambiguities of tolerated cases, resources left behind, and findings of the run', () => {
  const text = plain(deviatingResult());
  expect(text).toContain('~ expected 422, received 404\n    ambiguity A-busy: The page does not say');
  expect(text).toContain('! instance 9f1c, by upgradeInstance/202/mysql-5.6-5.7: no teardown');
  expect(text).toContain(
    '  deviation: throttled with 429 [throttling]\n    expected: 413\n    actual:   429',
  );
});

it('says that a tolerated answer with the expected status has another body', () => {
  const page = sampleCase('upgradeInstance/501/method', {
    status: 501,
    expect: 501,
    verdict: 'tolerated',
    tolerates: [405, 400].map((status) => ({ status, ambiguity: 'A-method' })),
    exchanges: [sampleExchange(501, '<html>')],
  });
  expect(plain(sampleResult([page]))).toContain(
    '~ expected 501, received 501 with another body\n    ambiguity A-method\n    upgradeInstance/501/method',
  );
});

it('groups equal warnings and counts them', () => {
  const warning = { check: 'allow', severity: 'warning', message: 'no Allow header' } as const;
  const cases = ['get', 'put', 'patch'].map((name) =>
    sampleCase(`upgradeInstance/405/${name}`, { findings: [warning] }),
  );
  expect(plain(sampleResult(cases))).toContain(
    'Warnings: 3\n  ! no Allow header [allow]: upgradeInstance/405/get and 2 more\n',
  );
});

describe('colour', () => {
  it('is used only when asked for, and changes nothing else', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
    const colours = /\u001b\[\d+m/g;
    const coloured = toConsole(deviatingResult(), { color: true });
    expect(coloured).toMatch(colours);
    expect(coloured.replace(colours, '')).toBe(plain(deviatingResult()));
  });

  it('never comes from the target', () => {
    const coloured = toConsole(hostileResult(hostileTexts.ansi), { color: true });
    expect(coloured).toContain('\\u001b[2J\\u001b[31mred');
    expect(coloured).not.toContain('\u001b[2J');
    expect(coloured).not.toContain('\u009b');
  });
});

it('keeps a hostile value on its line', () => {
  const text = plain(hostileResult(hostileTexts.newlines));
  expect(text).toContain('first\\nconformant: exit code 0\\r\\nlast\\u0085next\\u2028next\\u2029end');
  expect(text).not.toMatch(/^conformant/m);
});
