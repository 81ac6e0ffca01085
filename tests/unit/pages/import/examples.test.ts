/** What a draft takes from example requests and answers, beside the schema of the request. */
import { type Draft, draftOf } from '../../../../src/pages/import/draft.ts';
import { fragmentOf } from '../../../../src/pages/import/names.ts';
import { code, gridTable, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';

async function drafted(path: string, ...parts: readonly string[]): Promise<Draft> {
  const [page] = await operationsIn(pageOf('Look\n====', code(`GET ${path}`), ...parts));
  if (!page) throw new Error('no operation');
  return draftOf([page], { faults: {} });
}

const operationIn = ({ document }: Draft) => Object(Object.values(Object(document.paths))[0]).get;

interface Row {
  readonly name: string;
  readonly path: string;
  readonly target: string;
  readonly value: string | undefined;
  readonly unknown: string;
}

const rows: readonly Row[] = [
  {
    name: 'an encoded value is decoded',
    path: '/desk/{thing}',
    target: '/desk/a%2Fb',
    value: 'a/b',
    unknown: '',
  },
  {
    name: 'a value that is encoded twice is named',
    path: '/desk/{thing}',
    target: '/desk/a%252Fb',
    value: 'a%2Fb',
    unknown: 'parameter thing: whether its value is a%2Fb; it is encoded more than once',
  },
  {
    name: 'a value that is not encoded as it should be is kept',
    path: '/desk/{thing}',
    target: '/desk/100%',
    value: '100%',
    unknown: '',
  },
  {
    name: 'a slash at the end loses no value, and is named',
    path: '/{thing}',
    target: '/a/',
    value: 'a',
    unknown: 'whether a slash may follow; the example has one',
  },
  {
    name: 'another path is named',
    path: '/desk/{thing}',
    target: '/desk/all/a',
    value: undefined,
    unknown: 'which path holds; that of the example is /desk/all/a',
  },
];

test.each(rows)('$name', async ({ path, target, value, unknown }) => {
  const draft = await drafted(path, 'Request\n-------', code(`GET ${target} HTTP/1.1`));
  expect(operationIn(draft).parameters[0].example).toBe(value);
  expect(draft.unknown.join('\n')).toContain(unknown);
  if (unknown === '') expect(draft.unknown.filter((what) => what.includes('page.rst:15'))).toEqual([]);
});

const codes = gridTable(['Code', 'Name', 'Description'], [['200', 'OK', 'Done.']]);

test('a code that only an example has is in the draft, and named', async () => {
  const draft = await drafted(
    '/desk',
    'The response codes:',
    codes,
    'Response\n--------',
    code('HTTP/1.1 202 Accepted'),
  );
  expect(Object.keys(operationIn(draft).responses)).toEqual(['200', '202']);
  expect(draft.unknown.join('\n')).toMatch(
    /look 202: whether it is an answer; the table does not have it, and an example does \(page.rst:\d+\)/,
  );
});

test('a body alone belongs to the status line before it', async () => {
  const answers = [code('HTTP/1.1 202 Accepted', '', '{"a": 1}'), 'Another:', code('{"b": null}')];
  const draft = await drafted('/desk', 'The response codes:', codes, 'Response\n--------', ...answers);
  const { 200: ok, 202: accepted } = operationIn(draft).responses;
  expect(ok).not.toHaveProperty('content');
  expect(accepted.content['application/json'].schema.$ref).toBe('#/components/schemas/LookResponse202');
  expect(draft.document).toMatchObject({
    components: { schemas: { LookResponse202: { properties: { a: { type: 'integer' }, b: {} } } } },
  });
});

test.each([
  [
    'post-restart-instance-version-accountid-instances-instanceid-action',
    'POST',
    '/{version}/{accountId}/instances/{instanceId}/action',
    'restart',
  ],
  [
    'post-resize-the-instance-volume-version-accountid-instances-instanceid-action',
    'POST',
    '/{version}/{accountId}/instances/{instanceId}/action',
    'resize-instance-volume',
  ],
  [
    'post-convert-it-version-accountid-instances',
    'POST',
    '/{version}/{accountId}/instances/{instanceId}/action',
    'convert-it',
  ],
  [
    'post-upgrade-version-accountid-instances-instanceid-action',
    'POST',
    '/{version}/{accountId}/instances/{instanceId}/action',
    'upgrade',
  ],
  ['patch-attach-group-version-accountid-ha.rst', 'PATCH', '/{version}/{accountId}/ha', 'attach-group'],
  ['Renew a loan', 'POST', '/loans', 'renew'],
  ['desk-loans', 'POST', '/desk/loans', 'desk'],
])('the fragment of %s', (anchor, method, path, fragment) =>
  expect(fragmentOf(anchor, method, path)).toBe(fragment),
);

test.each([
  // Table, examples, and what each success says.
  ['200', ['202'], { 200: ['tolerates', 202], 202: ['excluded'] }],
  ['202', ['202', '200'], { 200: ['excluded'], 202: ['tolerates', 200] }],
  ['200', ['200'], { 200: [] }],
  ['200 202', ['202'], { 200: [], 202: [] }],
  // A table without a success contradicts nothing.
  ['404', ['202'], { 202: [] }],
])('a table with %s and examples with %j', async (table, examples, said) => {
  const draft = await drafted(
    '/desk',
    'The response codes:',
    gridTable(['Code', 'Name', 'Description'], [[table, 'OK', 'Done.']]),
    ...examples.map((status) => code(`HTTP/1.1 ${status} Done`)),
  );
  const { 404: _, ...successes } = operationIn(draft).responses;
  const found = Object.entries(successes).map(([status, value]) => {
    const { 'x-tolerates': tolerates = [], 'x-excluded': excluded } = Object(value);
    const others = tolerates.map((one: { readonly status: number }) => one.status);
    return [
      status,
      [...(others.length > 0 ? ['tolerates', ...others] : []), ...(excluded ? ['excluded'] : [])],
    ];
  });
  expect(Object.fromEntries(found)).toEqual(said);
});
