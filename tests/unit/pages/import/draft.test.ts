import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueOf } from '../../../../src/catalogue/catalogue.ts';
import { readDocument } from '../../../../src/openapi/document.ts';
import { operationsOf } from '../../../../src/openapi/operations-of.ts';
import { type Draft, draftOf } from '../../../../src/pages/import/draft.ts';
import { code, gridTable, pageOf } from '../../../support/pages/form.ts';
import { operationsIn, pageText } from '../../../support/pages/pages.ts';

const faults = {
  400: 'badRequest',
  401: 'unauthorized',
  404: 'itemNotFound',
  405: 'badMethod',
  413: 'overLimit',
  415: 'badMediaType',
};

async function drafted(...texts: readonly string[]): Promise<Draft> {
  const pages = (await Promise.all(texts.map((text) => operationsIn(text)))).flat();
  const [first, ...rest] = pages;
  if (!first) throw new Error('no operation');
  return draftOf([first, ...rest], { faults });
}

/** Reads a draft as a user's document: validated by swagger-parser, references resolved. */
async function loaded({ document }: Pick<Draft, 'document'>) {
  const folder = await mkdtemp(join(tmpdir(), 'clouddb-draft-'));
  try {
    await writeFile(join(folder, 'draft.json'), JSON.stringify(document));
    return (await readDocument(join(folder, 'draft.json'))).document;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a draft of the loans page', () => {
  let draft: Draft;
  beforeAll(async () => {
    draft = await drafted(await pageText('renew-loan.rst'));
  });

  test('is valid, and derives cases for every code that needs no state', async () => {
    const operations = operationsOf(await loaded(draft));
    expect(operations.map(({ id }) => id)).toEqual(['renewLoan']);
    const statuses = catalogueOf(operations).cases.map(({ status }) => status);
    expect([...new Set(statuses)]).toEqual([200, 400, 401, 404, 405, 415, 501]);
  });

  test('has path, parameters, credential, faults and citations', () => {
    expect(draft.document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Renew a loan', version: '0.0.0-draft', description: expect.stringContaining('draft') },
      security: [{ credential: [] }],
      paths: {
        '/branches/{branch}/loans/{loanId}/renewal': {
          post: {
            operationId: 'renewLoan',
            'x-citation': 'Renew a loan (page.rst:8)',
            parameters: [
              { name: 'branch', in: 'path', required: true, schema: { type: 'string' }, example: 'north' },
              { name: 'loanId', in: 'path', schema: { type: 'integer' }, example: '17' },
              { name: 'notify', in: 'query', required: false, schema: { type: 'boolean' } },
            ],
            responses: {
              200: { 'x-name': 'OK', 'x-citation': expect.stringContaining('row 200 (page.rst:') },
              401: { 'x-fault': 'unauthorized' },
              404: { 'x-fault': 'itemNotFound' },
              503: { 'x-fault': 'serviceUnavailable' },
            },
          },
        },
      },
      components: { securitySchemes: { credential: { type: 'apiKey', in: 'header', name: 'X-Card' } } },
    });
  });

  test('infers schemas from the examples', () => {
    expect(draft.document).toMatchObject({
      components: {
        schemas: {
          RenewLoanRequest: {
            properties: {
              renewal: {
                properties: { weeks: { type: 'integer' }, kind: { type: 'string' } },
              },
            },
          },
          RenewLoanResponse: {
            properties: {
              loan: {
                properties: {
                  id: { type: 'integer' },
                  due: { type: 'string', format: 'date-time' },
                  slip: { type: 'string', format: 'uri' },
                  remarks: { type: 'array' },
                },
              },
            },
          },
        },
      },
    });
  });

  test.each([
    'security: whether X-Card is the credential',
    'renewLoan, request: which members are required',
    'loan.remarks: the type of its items; every example has an empty list',
    'which provider states lead to 413, 503',
    '503: whether its fault is named serviceUnavailable',
    'whether 413 means rate limiting',
    'whether a list on the page names more accepted requests',
    'x-resource-parameter',
    'which other codes may answer a faulty request',
  ])('lists as unknown: %s', (what) => {
    expect(draft.unknown.filter((line) => line.includes(what))).not.toEqual([]);
    expect(JSON.stringify(draft.document)).toContain(JSON.stringify(what).slice(1, -1));
  });
});

test('header fields that OpenAPI describes elsewhere are not parameters; types may be formats', async () => {
  const table = [
    'Header parameters:\n',
    '+--------------+----------+',
    '| Name         | Type     |',
    '+==============+==========+',
    '| x-card       | String   |',
    '+--------------+----------+',
    '| Content-Type | String   |',
    '+--------------+----------+',
    '| X-Since      | Date     |',
    '+--------------+----------+',
    '\nRequest\n-------',
  ].join('\n');
  const text = (await pageText('renew-loan.rst')).replace('Request\n-------', table);
  const { document } = await drafted(text);
  const { paths } = await loaded({ document });
  const item = paths?.['/branches/{branch}/loans/{loanId}/renewal'];
  const header = item?.post?.parameters?.filter((one) => 'in' in one && one.in === 'header');
  expect(header).toMatchObject([{ name: 'X-Since', schema: { type: 'string', format: 'date' } }]);
});

/** A page whose tables say more of the bodies than its examples show, and something else. */
const widgets = pageOf(
  'Make a widget\n=============',
  code('POST /shops/{shop}/widgets'),
  'The response codes:',
  gridTable(['Code', 'Name', 'Description'], [['201', 'Created', 'Made.']]),
  'The URI parameters:',
  gridTable(
    ['Name', 'Type', 'Description'],
    [
      ['{shop}', 'String', 'Where.'],
      ['{floor}', 'String', 'Where in it.'],
    ],
  ),
  'The query parameters:',
  gridTable(
    ['Name', 'Type', 'Description'],
    [
      ['dry', 'Boolean', 'Tried only.'],
      ['dry', 'String', 'Tried only.'],
    ],
  ),
  'The body parameters:',
  gridTable(
    ['Name', 'Type', 'Description'],
    [
      ['**label**', 'String (Required)', 'Its name.'],
      ['**size**', 'Integer (Optional)', 'How large.'],
      ['**box.size**', 'String', 'How large it is.'],
      ['**colour**', 'String (Optional)', 'Which colour.'],
    ],
  ),
  '**Example: JSON request**',
  code('{"widget": {"label": "a", "size": 3, "box": {"size": 4, "label": "b"}}}'),
  'The response parameters:',
  gridTable(
    ['Name', 'Type', 'Description'],
    [
      ['**id**', 'UUID', 'Its id.'],
      ['**note**', 'String (Optional)', 'A note.'],
      ['**parts**', 'Array', 'Its parts.'],
      ['**weight**', 'Number (Optional)', 'Of a part.'],
    ],
  ),
  '**Example: JSON response**',
  code('HTTP/1.1 201 Created', '', '{"id": "7", "note": "", "parts": [{"weight": 1}]}'),
);

describe('table rows', () => {
  let draft: Draft;
  beforeAll(async () => {
    draft = await drafted(widgets);
  });

  test('of a member take precedence over examples', () => {
    expect(draft.document).toMatchObject({
      components: {
        schemas: {
          MakeWidgetRequest: {
            properties: {
              widget: {
                required: ['label'],
                properties: {
                  label: { description: 'Its name.' },
                  size: { type: 'integer', description: 'How large.' },
                  box: { properties: { size: { type: 'integer', description: 'How large it is.' } } },
                  colour: { type: 'string', description: 'Which colour.' },
                },
              },
            },
          },
          MakeWidgetResponse: {
            required: ['id', 'parts'],
            properties: { parts: { items: { properties: { weight: { description: 'Of a part.' } } } } },
          },
        },
      },
    });
    expect(draft.document).not.toHaveProperty(
      'components.schemas.MakeWidgetResponse.properties.parts.items.required',
    );
  });

  test('of one parameter are used once', async () => {
    const { paths } = await loaded(draft);
    const parameters = paths?.['/shops/{shop}/widgets']?.post?.parameters;
    expect(parameters).toMatchObject([{ name: 'shop' }, { name: 'dry', schema: { type: 'boolean' } }]);
  });

  test.each([
    /^makeWidget, request, colour \(page.rst:\d+\): whether it belongs in widget; no example shows it$/,
    /^makeWidget, request, label \(page.rst:\d+\): which one is meant, widget.label or widget.box.label; the first is used$/,
    /^makeWidget, request, widget.box.size \(page.rst:\d+\): its type; the table has String, the examples have integer$/,
    /^\/shops\/\{shop\}\/widgets, parameter floor \(page.rst:\d+\): where it belongs; it is not in the path, so it is left out$/,
    /^\/shops\/\{shop\}\/widgets, parameter dry \(page.rst:\d+\): which description holds; it is described twice, and the first is used$/,
  ])('that match nothing are reported as unknown: %s', (what) => {
    expect(draft.unknown.filter((line) => what.test(line))).toHaveLength(1);
  });

  test('of a body that no example shows are reported as unknown', async () => {
    const { unknown } = await drafted(widgets.replace('{"widget"', 'widget'));
    expect(unknown).toContainEqual(
      expect.stringMatching(/^makeWidget, request, label \(page.rst:\d+\): no example/),
    );
  });
});

const small = (method: string, path: string, ...more: readonly string[]) =>
  ['Do it', '=====', '', '.. code::', '', `   ${method} ${path}`, '', ...more, ''].join('\n');

describe('pages that say little', () => {
  const pages: readonly (readonly [name: string, texts: readonly string[], unknown: string])[] = [
    ['method and path alone', [small('GET', '/things/{id}')], 'no table of response codes'],
    [
      'no credential',
      [small('GET', '/things/{id}')],
      'no example shows a header field that looks like a credential',
    ],
    ['a method that OpenAPI has not', [small('GET', '/a'), small('COPY', '/a')], 'COPY /a is left out'],
    [
      'an example in another format',
      [small('POST', '/a', '.. code::', '', '   POST /a HTTP/1.1', '', '   <thing/>')],
      'the request body of the example is not JSON',
    ],
  ];

  test.each(pages)('%s', async (_name, texts, unknown) => {
    const draft = await drafted(...texts);
    expect(draft.unknown.join('\n')).toContain(unknown);
    await expect(loaded(draft)).resolves.toMatchObject({ openapi: '3.1.0' });
  });
});
