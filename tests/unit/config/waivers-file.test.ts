import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import schema from '../../../spec/waivers.schema.json' with { type: 'json' };
import { checkIds } from '../../../src/app/run-options.ts';
import { waiversDraft } from '../../../src/app/waivers-draft.ts';
import { readWaivers } from '../../../src/config/waivers-file.ts';
import {
  deviatingResult,
  hostileResult,
  hostileTexts,
  sampleWaiver,
  waivedResult,
} from '../../support/results.ts';
import { directoryWith, refusal, run } from '../cli/support.ts';

let directory: Awaited<ReturnType<typeof directoryWith>>;

beforeEach(async () => {
  directory = await directoryWith();
});

afterEach(() => directory.remove());

const checks = ['status_code_conformance', 'fault_conformance'];

const withFile = async (content: string | Uint8Array, name = 'known.yaml') => {
  await directory.remove();
  directory = await directoryWith({ [name]: content });
  return directory.file(name);
};

const good = {
  case: 'upgradeInstance/405/*',
  check: 'fault_conformance',
  reason: 'ticket 12',
  owner: 'team',
  expires: '2026-12-31',
};

/** A file with a good entry and one that is different. */
const fileOf = (different: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ waivers: [good, { ...good, ...different }] });

describe('a file of waivers', () => {
  test('may be YAML, with numbers and dates unquoted', async () => {
    const path = await withFile(
      [
        '# comment',
        'waivers:',
        '  - case: 405',
        '    check: status_code_conformance',
        '    location: status',
        '    actual: 404',
        '    message: "Answered 404."',
        '    reason: >',
        '      because',
        '      of this',
        '    owner: team',
        '    expires: 2026-12-31',
      ].join('\n'),
    );
    expect(await readWaivers(path, checks)).toEqual([
      {
        case: '405',
        check: 'status_code_conformance',
        location: 'status',
        actual: '404',
        message: 'Answered 404.',
        reason: 'because of this\n',
        owner: 'team',
        expires: '2026-12-31',
      },
    ]);
  });

  test('may name several cases by their ids', async () => {
    const entry = { ...good, case: ['upgradeInstance/405/get', 'upgradeInstance/405/put'] };
    expect(await readWaivers(await withFile(JSON.stringify({ waivers: [entry] })), checks)).toEqual([entry]);
  });

  test('may be JSON, name its schema, and be empty', async () => {
    expect(await readWaivers(await withFile(JSON.stringify({ waivers: [good] })), checks)).toEqual([good]);
    expect(await readWaivers(await withFile('{"$schema": "x", "waivers": []}'), checks)).toEqual([]);
  });

  test.each<[string, string | Uint8Array, string[]]>([
    ['nothing', '', ['must hold a mapping with the key waivers']],
    ['a list', '- case: x', ['must hold a mapping with the key waivers']],
    ['text', 'waivers', ['must hold a mapping']],
    ['no waivers', '{}', ['lacks the key waivers', 'a list of entries']],
    ['another key', 'waiver: []', ['unknown key "waiver"', 'Did you mean waivers?']],
    ['no list', 'waivers: 5', ['waivers must be a list of entries, not 5']],
    ['no value', 'waivers:', ['waivers must be a list of entries, not null']],
    [
      'an entry that is not a mapping',
      'waivers: [x]',
      ['entry 1', 'it must be a mapping with case', 'not "x"'],
    ],
    ['broken YAML', 'waivers: [', ['is not YAML or JSON', 'line 1']],
    ['an alias without anchor', 'waivers: *x', ['alias', 'line 1']],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), ['UTF-8']],
    [
      'an unknown key',
      fileOf({ expiry: '2026-01-01' }),
      ['entry 2', 'unknown key "expiry"', 'case, check, location', 'expires'],
    ],
    [
      'a mistyped key',
      fileOf({ expires: undefined, expire: '2026-01-01' }),
      ['entry 2', 'unknown key "expire"', 'Did you mean expires?'],
    ],
    ['no case', fileOf({ case: undefined }), ['lacks in entry 2 the key case', 'must be a case id']],
    [
      'a pattern in a list',
      fileOf({ case: ['*/405/*'] }),
      ['entry 2', 'case must be a case id without wildcards'],
    ],
    ['an empty list of cases', fileOf({ case: [] }), ['entry 2', 'case must be a case id', 'not []']],
    ['no check', fileOf({ check: undefined }), ['lacks in entry 2 the key check']],
    ['no reason', fileOf({ reason: undefined }), ['lacks in entry 2 the key reason', 'why']],
    ['no owner', fileOf({ owner: undefined }), ['lacks in entry 2 the key owner', 'who']],
    ['no expiry', fileOf({ expires: undefined }), ['lacks in entry 2 the key expires', 'YYYY-MM-DD']],
    ['an empty reason', fileOf({ reason: '' }), ['entry 2', 'reason must be', 'not ""']],
    ['a blank reason', fileOf({ reason: ' \n ' }), ['entry 2', 'reason must be', 'not " \\n "']],
    ['an empty owner', fileOf({ owner: '' }), ['entry 2', 'owner must be', 'not ""']],
    ['an owner that is null', fileOf({ owner: null }), ['entry 2', 'owner must be', 'not null']],
    [
      'a drafted reason',
      fileOf({ reason: 'TODO: why' }),
      ['not filled in yet in entry 2', 'reason must be', 'placeholder "TODO: why"'],
    ],
    ['a drafted owner', fileOf({ owner: 'TODO' }), ['not filled in yet in entry 2', 'owner must be']],
    [
      'an impossible date',
      fileOf({ expires: '2026-02-30' }),
      ['entry 2', 'expires must be the last day', 'YYYY-MM-DD', 'not "2026-02-30"'],
    ],
    [
      'another form of date',
      fileOf({ expires: '31.12.2026' }),
      ['entry 2', 'YYYY-MM-DD', 'not "31.12.2026"'],
    ],
    ['a time', fileOf({ expires: '2026-12-31T00:00:00Z' }), ['entry 2', 'YYYY-MM-DD']],
    ['a number for a date', fileOf({ expires: 20261231 }), ['entry 2', 'YYYY-MM-DD', 'not 20261231']],
    [
      'an unknown check',
      fileOf({ check: 'fault_conformity' }),
      ['entry 2', 'unknown check "fault_conformity"', checks.join(', '), 'Did you mean fault_conformance?'],
    ],
    ['a check far from all', fileOf({ check: 'zzz' }), ['entry 2', 'unknown check "zzz"', checks.join(', ')]],
    [
      'a case with a space',
      fileOf({ case: 'a case' }),
      ['entry 2', 'case must be a case id', 'not "a case"'],
    ],
    ['a case that is no status', fileOf({ case: 99 }), ['entry 2', 'a status', 'not 99']],
    ['a text that is no status', fileOf({ case: '99' }), ['entry 2', 'a status', 'not "99"']],
    ['an empty case', fileOf({ case: '' }), ['entry 2', 'case must be', 'not ""']],
    ['an empty location', fileOf({ location: '' }), ['entry 2', 'location must be', 'not ""']],
    ['an actual value that is no text', fileOf({ actual: true }), ['entry 2', 'actual must be', 'not true']],
    ['no number', 'waivers: [{case: .nan}]', ['entry 1']],
    ['a long value', fileOf({ owner: ['x'.repeat(500)] }), ['entry 2', 'more characters)']],
  ])('with %s is refused', async (_, content, fragments) => {
    const path = await withFile(content);
    const { message, kind, exitCode } = await refusal(readWaivers(path, checks));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    expect(message).toContain(path);
    for (const fragment of fragments) expect(message).toContain(fragment);
    expect(message).not.toContain('undefined');
    expect(message).toMatch(/[.?]$/);
  });

  test('is reported with its first wrong entry', async () => {
    const path = await withFile(
      JSON.stringify({
        waivers: [
          { ...good, owner: '' },
          { ...good, reason: '' },
        ],
      }),
    );
    expect((await refusal(readWaivers(path, checks))).message).toContain('entry 1');
  });

  test('that is not there, or a directory, is refused', async () => {
    for (const path of [directory.file('absent.yaml'), directory.path]) {
      const { message, kind } = await refusal(readWaivers(path, checks));
      expect(kind).toBe('configuration');
      expect(message).toContain(`The waivers file ${path} cannot be read`);
    }
  });
});

test('its schema is valid on its own, for editors', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  expect(validate({ waivers: [good] })).toBe(true);
  expect(validate({ waivers: [{ ...good, owner: '' }] })).toBe(false);
});

test('the checks that entries may name are those that find deviations', () => {
  expect(checkIds).toEqual(
    expect.arrayContaining(['status_code_conformance', 'invariants', 'transport', 'side_effects']),
  );
  expect(new Set(checkIds).size).toBe(checkIds.length);
});

describe('a draft', () => {
  test('has a comment on each entry, and is refused until it is filled in', async () => {
    const { text, drafted } = waiversDraft(deviatingResult(), '2026-11-23');
    expect(drafted).toBe(4);
    expect(text).toContain(
      [
        '  # 500, a code that is not documented, where 400 is documented: "The sample case upgradeInstance/400/body-missing is answered as documented" and the like, 2 cases',
        '  # the status is not the documented one',
        '  # expected 400, actual 500',
        '  - case:',
        '      - upgradeInstance/400/body-missing',
        '      - upgradeInstance/400/body-malformed',
        '    check: status_code_conformance',
        '    location: status',
        '    actual: "500"',
        '    reason: "TODO: why this is accepted for now"',
        '    owner: "TODO: who is responsible for removing it"',
        '    expires: 2027-02-21',
      ].join('\n'),
    );
    const all = ['throttling', 'response_schema_conformance', ...checks];
    const path = await withFile(text);
    expect((await refusal(readWaivers(path, all))).message).toContain(
      `${path} is not filled in yet in entry 1: reason must be text`,
    );
    expect(await readWaivers(await withFile(text.replaceAll('TODO', 'Known')), all)).toHaveLength(4);
  });

  test('keeps the entries that hold, leaves out the others, and says so', () => {
    const result = waivedResult();
    const problem = { kind: 'stale', message: 'stale' } as const;
    const waivers = [sampleWaiver, { ...sampleWaiver, entry: 2, problem }];
    const { text, drafted } = waiversDraft({ ...result, run: { ...result.run, waivers } }, '2026-11-23');
    const { entry: _, ...kept } = sampleWaiver;
    expect(parse(text)).toEqual({ waivers: [kept] });
    expect(drafted).toBe(0);
    expect(text).toContain('# Every deviation was waived.');
    expect(text).toContain('# Left out, no longer valid: 1 entry of the run.');
  });

  test.each(Object.entries(hostileTexts))('of hostile %s is YAML that says the same', (_, hostile) => {
    const { text } = waiversDraft(hostileResult(hostile), '2026-11-23');
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    const { waivers } = parse(text);
    expect(waivers).toContainEqual(
      expect.objectContaining({ location: `/instance/${hostile}`, message: `message ${hostile}` }),
    );
    expect(waivers[0]).not.toHaveProperty('entry');
  });
});

describe('the options', () => {
  test('are files', async () => {
    expect(await run(['--waivers', 'w.yaml', '--write-waivers', 'd.yaml'])).toMatchObject({
      waivers: 'w.yaml',
      writeWaivers: 'd.yaml',
      given: { waivers: 'w.yaml', writeWaivers: 'd.yaml' },
    });
  });

  test.each<[string[], string]>([
    [['--plan', '--write-waivers', 'd.yaml'], '--write-waivers and --plan exclude each other'],
    [['--report', 'json=w.yaml', '--waivers', 'w.yaml'], 'also the file of --waivers'],
    [['--report', 'json=d.yaml', '--write-waivers', 'd.yaml'], 'also the file of --write-waivers'],
  ])('%j is refused', async (argv, says) => {
    const { message, exitCode } = await refusal(run(argv));
    expect(exitCode).toBe(2);
    expect(message).toContain(says);
  });
});
