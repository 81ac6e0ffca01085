/** What a draft says of requests: no more than the page does. */
import { type Draft, draftOf } from '../../../../src/pages/import/draft.ts';
import { code, gridTable } from '../../../support/pages/form.ts';
import { type PageForm, readForms } from '../../../support/pages/request-page.ts';

async function drafted(...forms: readonly PageForm[]): Promise<Draft> {
  const [first, ...rest] = await readForms(forms);
  if (!first) throw new Error('no operation');
  return draftOf([first, ...rest], { faults: {} });
}

const schemaOf = (draft: Draft, name = 'LendThingRequest') =>
  draft.document.components && [draft.document.components].flat().map((one) => Object(one).schemas[name])[0];

describe('members are required where the page says so', () => {
  test('and the objects around them with them, up to one that is optional or a list', async () => {
    const draft = await drafted({
      attributes: [
        ['(box) width', 'How wide.', 'Yes'],
        ['label', 'What it says.', 'No'],
        ['cover', 'What is around it.', 'No'],
        ['cover.colour', 'Its colour.', 'Yes'],
        ['(parts) kind', 'What it is.', 'Yes'],
      ],
      examples: [
        {
          loan: {
            box: { width: 1, depth: 2 },
            label: 'x',
            cover: { colour: 'red' },
            parts: [{ kind: 'a', note: 'b' }],
          },
        },
      ],
    });
    expect(schemaOf(draft)).toMatchObject({
      required: ['loan'],
      properties: {
        loan: {
          required: ['box'],
          properties: {
            box: { required: ['width'] },
            cover: { required: ['colour'] },
            parts: { items: { required: ['kind'] } },
          },
        },
      },
    });
  });

  test('but not against an example, which is named', async () => {
    const draft = await drafted({
      attributes: [['label', 'What it says.', 'Yes']],
      examples: [{ loan: { label: 'x' } }, { loan: { name: 'y' } }],
    });
    expect(schemaOf(draft)).not.toHaveProperty('properties.loan.required');
    expect(draft.unknown.join('\n')).toContain(
      'loan.label (page0.rst:25): whether it is required; the table says so',
    );
  });

  test('and a condition is named', async () => {
    const draft = await drafted({
      attributes: [['label', 'What it says.', 'Yes (of books)']],
      examples: [{ label: 'x' }],
    });
    expect(schemaOf(draft)).not.toHaveProperty('required');
    expect(draft.unknown.join('\n')).toContain('when it is required; the table says "Yes (of books)"');
  });

  test('a body of a page that takes none is optional, and named', async () => {
    const draft = await drafted({
      prose: ['This operation does not accept a request body.'],
      examples: [{}],
    });
    expect(draft.document).toMatchObject({
      paths: { '/desk/loans': { post: { requestBody: { required: false } } } },
    });
    expect(draft.unknown.join('\n')).toContain('whether it takes a body');
  });
});

test('free keys are additional properties, neither required nor all', async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, String(index)]));
  const draft = await drafted({
    attributes: [['extras', 'Pairs of a key and value.', 'Yes']],
    examples: [{ extras: { a: 'x', b: 2 }, labels: { c: true }, settings: many, size: { w: 1 } }],
  });
  expect(schemaOf(draft)).toEqual({
    type: 'object',
    required: ['extras'],
    properties: {
      extras: {
        type: 'object',
        additionalProperties: { type: ['string', 'integer'] },
        description: 'Pairs of a key and value.',
      },
      labels: { type: 'object', additionalProperties: { type: 'boolean' } },
      settings: { type: 'object', additionalProperties: { type: 'string' } },
      size: { type: 'object', properties: { w: { type: 'integer' } } },
    },
  });
  expect(draft.unknown.filter((what) => what.includes('whether its keys are free'))).toHaveLength(3);
});

describe('pages of the same method and path', () => {
  const lend: PageForm = {
    attributes: [['thing', 'What.', 'Yes']],
    examples: [{ loan: { thing: 1 } }],
  };
  const renew: PageForm = {
    anchor: 'post-renew-loan-desk-loans',
    title: 'Renew a loan',
    attributes: [
      ['again', 'What.', 'Yes'],
      ['thing', 'Which.', 'No'],
    ],
    examples: [{ loan: { again: 'x' } }],
  };

  test('have keys named by their targets, and their page', async () => {
    const { document } = await drafted(lend, renew);
    expect(document.paths).toMatchObject({
      '/desk/loans#lend': { post: { operationId: 'lendThing', 'x-page': 'post-lend-desk-loans' } },
      '/desk/loans#renew': { post: { operationId: 'renewLoan', 'x-page': 'post-renew-loan-desk-loans' } },
    });
  });

  test('lend one another types and members, and say where a required one may be missing', async () => {
    const draft = await drafted(lend, {
      ...renew,
      examples: [{ loan: { again: 'x' } }, { loan: { again: 'y', thing: 'z' } }],
    });
    expect(schemaOf(draft)).toHaveProperty('properties.loan.properties.thing.type', ['integer', 'string']);
    const other = await drafted(lend, renew);
    expect(schemaOf(other, 'RenewLoanRequest')).toHaveProperty('properties.loan.properties.thing', {
      type: 'integer',
      description: 'Which.',
    });
    expect(other.unknown.join('\n')).toContain(
      'loan.again: whether a request without it is refused; one on the same path has none (page0.rst:',
    );
  });

  test('differ by what all requests of one have', async () => {
    const draft = await drafted(
      { examples: [{ lend: {} }] },
      { ...renew, attributes: [], examples: [{ renew: {} }] },
    );
    expect([schemaOf(draft), schemaOf(draft, 'RenewLoanRequest')]).toMatchObject([
      { required: ['lend'] },
      { required: ['renew'] },
    ]);
  });
});

test('what the reader read over, and what it did not read, is in the draft', async () => {
  const { unknown, document } = await drafted({
    prose: [code('curl https://library.example'), gridTable(['Day', 'From', 'To'], [['Monday', '9', '5']])],
    examples: [{ label: '\u00a0' }],
  });
  const notes = [
    /^page0.rst:\d+: U\+00A0, read as a space$/,
    /^page0.rst:\d+: a table of unknown purpose, not read$/,
    /^page0.rst:\d+: code that is neither an HTTP message nor JSON, not read$/,
  ];
  for (const note of notes) {
    expect(unknown).toContainEqual(expect.stringMatching(note));
    expect(Object(document.paths)['/desk/loans'].post['x-unknown']).toContainEqual(
      expect.stringMatching(note),
    );
  }
});
