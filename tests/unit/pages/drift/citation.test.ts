import { citableItems } from '../../../../src/pages/drift/citable-items.ts';
import { resolveCitation } from '../../../../src/pages/drift/citation.ts';
import { normaliseText, textDigest } from '../../../../src/pages/drift/digest.ts';
import { only } from '../../../support/apis.ts';
import { operationsIn, pageText } from '../../../support/pages/pages.ts';

describe('the digest of a cited text', () => {
  test('has 16 hexadecimal digits, and depends on the text alone', () => {
    expect(textDigest('The branch is closed.')).toMatch(/^[0-9a-f]{16}$/);
    expect(textDigest('The branch is closed.')).not.toBe(textDigest('The branch is open.'));
  });

  const same: readonly (readonly [name: string, text: string])[] = [
    ['spaces', 'one   two'],
    ['a line break', 'one\ntwo'],
    ['a line break of Windows', 'one\r\ntwo'],
    ['tabs and spaces around it', '\tone two  '],
    ['a no-break space', 'one\u00a0two'],
  ];
  test.each(same)('does not depend on %s', (_name, text) => expect(normaliseText(text)).toBe('one two'));

  test('does not depend on how a letter is composed', () =>
    expect(textDigest('caf\u00e9')).toBe(textDigest('cafe\u0301')));

  test.each(['One two', 'one, two', 'onetwo', '*one* two'])('is another one for %j', (text) =>
    expect(textDigest(text)).not.toBe(textDigest('one two')),
  );
});

describe('what a citation leads to', () => {
  const found: readonly (readonly [
    section: string,
    row: string | undefined,
    part: string | undefined,
    text: string,
  ])[] = [
    ['introduction', 'method and path', undefined, 'POST /branches/{branch}/loans/{loanId}/renewal'],
    ['introduction', 'paragraph 1', undefined, 'Lets a borrower keep a thing for longer.'],
    ['introduction', 'paragraph 3', undefined, 'A loan that somebody else waits for is never renewed.'],
    ['response codes', '404', undefined, '404 | Not Found | There is no such loan.'],
    ['URI parameters', 'branch', undefined, '{branch} | String | Branch where the thing was lent.'],
    [
      'URI parameters',
      undefined,
      undefined,
      'In the path, as URI parameters:\nName | Type | Description\n{branch} | String | Branch where the thing was lent.\n{loanId} | Integer | Number of the loan, as the slip has it.',
    ],
    ['introduction', 'title', undefined, 'Renew a loan'],
    ['list of kind', '3', undefined, 'Audio 3/3.5 to Audio 4'],
    ['list of kind', 'lead-in', undefined, 'A loan can change its kind when it is renewed:'],
    ['response codes', 'head', undefined, 'Response Code | Name | Description'],
    ['JSON request', 'heading', undefined, '**Example Renew a loan: JSON request**'],
    [
      'list of kind',
      undefined,
      undefined,
      'A loan can change its kind when it is renewed:\nPaper 1 to Paper 2\nPaper 2 to Paper 3 and Audio 4\nAudio 3/3.5 to Audio 4',
    ],
    ['JSON request', undefined, 'start line', 'POST /branches/north/loans/17/renewal'],
    ['JSON request', undefined, 'header x-card', 'X-Card: c-17'],
    ['JSON request', undefined, 'renewal.weeks', '2'],
    ['JSON request', undefined, 'renewal', '{"kind":"paper-2","weeks":2}'],
    ['JSON response', undefined, 'loan.*', 'due id remarks slip'],
    ['JSON response', undefined, '*', 'loan'],
  ];

  test.each(found)('%s, %s, %s', async (section, row, part, text) => {
    const page = only(await operationsIn(await pageText('renew-loan.rst')));
    const citation = { section, ...(row !== undefined && { row }), ...(part !== undefined && { part }) };
    expect(resolveCitation(page, citation, citableItems(page))).toMatchObject({ kind: 'found', text });
  });

  const lost: readonly (readonly [
    section: string,
    row: string | undefined,
    part: string | undefined,
    why: string,
  ])[] = [
    ['opening hours', undefined, undefined, 'no introduction on the page contains "opening hours"'],
    [
      'parameters',
      undefined,
      undefined,
      '"parameters" matches several blocks of the page, the first on line',
    ],
    ['response codes', '418', undefined, 'there is no 418 in "response codes"'],
    ['JSON request', undefined, 'header X-Other', 'the example has no header X-Other'],
    ['JSON response', undefined, 'loan.due.zone', 'the example has no loan.due.zone'],
    ['list of codes', undefined, undefined, 'no introduction on the page contains'],
  ];

  test.each(lost)('%s, %s, %s refers to nothing', async (section, row, part, why) => {
    const page = only(await operationsIn(await pageText('renew-loan.rst')));
    const citation = { section, ...(row !== undefined && { row }), ...(part !== undefined && { part }) };
    expect(resolveCitation(page, citation, citableItems(page))).toMatchObject({
      kind: 'lost',
      why: expect.stringContaining(why),
    });
  });
});
