import fc from 'fast-check';
import { json, type RequestTemplate, repeated, text } from '../../../src/catalogue/case.ts';
import type { Value } from '../../../src/model/json.ts';
import { bodyPlaces, filledBody } from '../../../src/runner/body-values.ts';
import { buildRequest } from '../../../src/runner/request.ts';
import { exactJson } from '../../../src/util/exact-json.ts';

/** A loan as a document has it, and the places that values take. */
const documented = { loan: { copy: 'c-1', shelf: 3, notes: ['x', 'y'], 'a/b': 'slash' }, days: 14 };
const bodyValues = {
  '/loan/copy': { name: 'copyId', documented: 'c-1' },
  '/loan/shelf': { name: 'shelf', documented: 3 },
  '/loan/notes/1': { name: 'note', documented: 'y' },
  '/loan/a~1b': { name: 'slash', documented: 'slash' },
};
const template = { body: json(documented), bodyValues };

const sent = (given: Readonly<Record<string, string>>, body: RequestTemplate['body'] = template.body) => {
  const { bytes, documented: names } = filledBody({ ...template, body }, given);
  return { text: Buffer.from(bytes ?? []).toString(), documented: names };
};

test.each<[string, Record<string, string>, object, string[]]>([
  ['nothing', {}, documented.loan, ['copyId', 'shelf', 'note', 'slash']],
  ['a text', { copyId: 'c-9' }, { ...documented.loan, copy: 'c-9' }, ['shelf', 'note', 'slash']],
  ['a number', { shelf: '7' }, { ...documented.loan, shelf: 7 }, ['copyId', 'note', 'slash']],
  ['digits for a text', { copyId: '7' }, { ...documented.loan, copy: '7' }, ['shelf', 'note', 'slash']],
  ['an item', { note: 'z' }, { ...documented.loan, notes: ['x', 'z'] }, ['copyId', 'shelf', 'slash']],
  ['a name with a slash', { slash: '/' }, { ...documented.loan, 'a/b': '/' }, ['copyId', 'shelf', 'note']],
  ['an empty text', { copyId: '' }, { ...documented.loan, copy: '' }, ['shelf', 'note', 'slash']],
  ['what has no place', { other: 'x' }, documented.loan, ['copyId', 'shelf', 'note', 'slash']],
])('given is %s', (_name, given, loan, names) => {
  const { text: body, documented: left } = sent(given);
  expect(JSON.parse(body)).toEqual({ loan, days: 14 });
  expect(left).toEqual(names);
});

test.each([
  ['2.5', '2.5'],
  ['-3', '-3'],
  ['1e3', '1000'],
  // All its digits: as a number of JavaScript it would be another id.
  ['12345678901234567890', '12345678901234567890'],
  // No numbers in JSON.
  ['007', '"007"'],
  ['0x10', '"0x10"'],
  [' 7', '" 7"'],
  ['', '""'],
  ['1e999', '"1e999"'],
  ['second', '"second"'],
  ['Infinity', '"Infinity"'],
])('where the document has a number, %j is sent as %s', (shelf, written) =>
  expect(sent({ shelf }).text).toContain(`"shelf":${written},`),
);

test('a body with numbers of more digits than a double has takes values, too', () => {
  const long = 12345678901234567890n;
  const bodyValues = {
    '/id': { name: 'id', documented: long },
    '/title': { name: 'title', documented: 'x' },
  };
  const { bytes } = filledBody(
    { body: json({ id: long, other: long, title: 'x' }), bodyValues },
    { id: '98765432109876543210', title: 'y' },
  );
  expect(Buffer.from(bytes ?? []).toString()).toBe(
    '{"id":98765432109876543210,"other":12345678901234567890,"title":"y"}',
  );
});

test('what a case itself has put in the place of a value stays, and is no place', () => {
  const own = json({ ...documented, loan: { ...documented.loan, copy: 'absent' } });
  expect(JSON.parse(sent({ copyId: 'c-9', shelf: '7' }, own).text).loan).toMatchObject({
    copy: 'absent',
    shelf: 7,
  });
  expect(sent({}, own).documented).toEqual(['shelf', 'note', 'slash']);
  expect([...bodyPlaces({ ...template, body: own }).keys()]).not.toContain('/loan/copy');
});

test.each([
  ['that is damaged', text('{"loan":')],
  ['with a member twice', text('{"loan":{"copy":"c-1","copy":"c-1"}}')],
  ['written in another way', text(JSON.stringify(documented, null, 2))],
  ['that is repeated', repeated('[', '1,', 2, '1]')],
  ['without the places', json({ days: 14 })],
])('a body %s is sent as it is', (_name, body) => {
  const plain = filledBody({ body }, {});
  expect(filledBody({ ...template, body }, { copyId: 'c-9' })).toEqual(plain);
  expect([...bodyPlaces({ ...template, body })]).toEqual([]);
});

test('no body has no values', () =>
  expect(filledBody({ ...template, body: null }, { copyId: 'c-9' })).toEqual({
    bytes: null,
    documented: [],
  }));

test('the places of a body are those of the document', () =>
  expect([...bodyPlaces(template)]).toEqual([
    ['/loan/copy', 'copyId'],
    ['/loan/shelf', 'shelf'],
    ['/loan/notes/1', 'note'],
    ['/loan/a~1b', 'slash'],
  ]));

test('a request has the values in its body', () => {
  const request: RequestTemplate = {
    ...{ method: 'POST', path: '/loans', parameters: {}, credential: 'valid', credentialPlace: null },
    ...{ accept: null, contentType: 'application/json', ...template },
  };
  const built = buildRequest({ request }, 'http://t', { copyId: 'c-9' }, 'suite/1');
  if (built.kind !== 'request') throw new Error(built.kind);
  expect(JSON.parse(Buffer.from(built.request.body ?? []).toString()).loan.copy).toBe('c-9');
});

test('of any body, only the places of values that are given change', () => {
  const member = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const names = fc.dictionary(fc.string({ minLength: 1 }), member, { maxKeys: 6, noNullPrototype: true });
  fc.assert(
    fc.property(names, fc.string(), (others, given) => {
      const { copy: _, ...rest } = others;
      const value: Value = { ...rest, copy: 'c-1' };
      const places = { '/copy': { name: 'copyId', documented: 'c-1' } };
      const { bytes } = filledBody({ body: json(value), bodyValues: places }, { copyId: given });
      expect(Buffer.from(bytes ?? []).toString()).toBe(exactJson({ ...rest, copy: given }));
    }),
  );
});
