import type { PreflightOptions } from '../../../src/runner/preflight-options.ts';
import type { Answer } from '../../support/exchanges.ts';
import { answering, askedFor, loan, loans, page } from '../../support/loans.ts';
import type { Wire } from '../../support/runs.ts';
import { ends, type Given, noPreflight, notAList, outcomeOf, url, withoutLoan } from './preflight-support.ts';

/** What is made of the resource that the user names, and of the list that it should be on. */

describe('403 to the own loan', () => {
  const statuses = (list: number, anonymous: number) => ({
    '/loans/loan-own': { status: 403 },
    '/loans': { status: list },
    '/loans anonymous': { status: anonymous },
  });
  const asked = Object.keys(statuses(0, 0));

  test('ends the run where the list is forbidden, too, and a request without credential is refused otherwise', async () => {
    expect(await outcomeOf({ wire: answering(statuses(403, 401)) })).toMatchObject({
      ...ends(
        'input',
        `The account of --account is forbidden to this credential: GET ${url}/loan-own was answered 403. No case was sent; give the account that --token belongs to, ${noPreflight}`,
      ),
      asked,
    });
  });

  test.each([
    [403, 403],
    [200, 401],
    [404, 403],
  ])('is unclear where the list is answered %i, and without credential %i', async (list, anonymous) => {
    expect(await outcomeOf({ wire: answering(statuses(list, anonymous)) })).toMatchObject({
      verdicts: [
        'loan: 403 unclear',
        `list of loans: ${list} unclear`,
        `list of loans without credential: ${anonymous} unclear`,
      ],
      asked,
      own: 'unknown',
    });
  });

  test('of the list counts as well, where the user names no loan', async () => {
    const { failed, asked } = await outcomeOf({ wire: answering(statuses(403, 401)), options: withoutLoan });
    expect(failed?.[1]).toMatch(/^The account of --account is forbidden to this credential: /);
    expect(asked).toEqual(['/loans', '/loans', '/loans anonymous']);
  });

  test('a value without an option is called by its name', async () => {
    const { failed } = await outcomeOf({ wire: answering(statuses(403, 401)), tried: { inputs: {} } });
    expect(failed?.[1]).toMatch(/^The account of accountId .* give the account that token belongs to,/);
  });
});

describe('404 to the own loan', () => {
  const absent = ends(
    'input',
    `There is no loan loan-own in this account (its list was read, too): GET ${url}/loan-own was answered 404. No case was sent; correct --loan, ${noPreflight}`,
  );
  const lists = (pages: Readonly<Record<string, Answer>>) =>
    answering({ '/loans/loan-own': { status: 404 }, ...pages });
  const first = { '/loans': page(['other'], 'http://elsewhere.example/v1/loans?marker=2&of={all}') };
  const second = '/loans?marker=2&of=%7Ball%7D';

  test.each<[string, Readonly<Record<string, Answer>>]>([
    ['does not have it', { '/loans': page(['other']) }],
    ['is empty', { '/loans': page([]) }],
    ['has it on neither page', { ...first, [second]: page(['third']) }],
  ])('ends the run where the list %s', async (_name, pages) => {
    expect(await outcomeOf({ wire: lists(pages) })).toMatchObject({
      ...absent,
      asked: ['/loans/loan-own', ...Object.keys(pages)],
    });
  });

  test.each<[string, Readonly<Record<string, Answer>>, readonly string[]]>([
    ['has it, in other letters', { '/loans': page(['other', 'LOAN-Own']) }, ['200 usable']],
    ['has it on the second page', { ...first, [second]: page(['loan-own']) }, ['200 usable', '200 usable']],
    ['is no list', { '/loans': notAList }, ['200 unclear']],
    [
      'has something else as its second page',
      { ...first, [second]: notAList },
      ['200 usable', '200 unclear'],
    ],
    ['is answered with another code', { '/loans': { ...page([]), status: 203 } }, ['203 unclear']],
    ['comes back to its first page', { '/loans': page([], 'http://[') }, ['200 usable']],
    ['has a longer link than is followed', { '/loans': page([], `?${'m'.repeat(8192)}`) }, ['200 usable']],
  ])('is unclear where the list %s', async (_name, pages, verdicts) => {
    expect(await outcomeOf({ wire: lists(pages) })).toMatchObject({
      verdicts: [...verdicts.map((verdict) => `list of loans: ${verdict}`), 'loan: 404 unclear'],
      asked: ['/loans/loan-own', ...Object.keys(pages)],
    });
  });

  test('the longest link that is followed is', async () => {
    const query = `?${'m'.repeat(8191)}`;
    const pages = { '/loans': page([], query), [`/loans${query}`]: page(['loan-own']) };
    expect((await outcomeOf({ wire: lists(pages) })).verdicts).toHaveLength(3);
  });

  test('a list is followed for 50 pages', async () => {
    const endless: Wire = (request, count) =>
      count === 1 ? { status: 404 } : page([], `?marker=${count}&after=${askedFor(request).length}`);
    const { verdicts, asked } = await outcomeOf({ wire: endless });
    expect(verdicts.at(-1)).toBe('loan: 404 unclear');
    expect(asked).toHaveLength(51);
  });
});

describe('what the user says of the loan', () => {
  const expected = { params: { title: 'Emma' }, option: '--title' };

  test.each<[string, Partial<PreflightOptions>, Answer]>([
    ['is true', { expected }, loan({ title: 'Emma' })],
    ['cannot be seen', { expected }, loan({ note: 'none' })],
    ['is nothing', {}, loan({ title: 'Ivanhoe' })],
  ])('%s', async (_name, different, answer) => {
    expect(await outcomeOf({ wire: () => answer, tried: different })).toMatchObject({
      verdicts: ['loan: 200 usable'],
    });
  });

  test('is not so, which is wrong usage', async () => {
    const given = { wire: () => loan({ title: 'Ivanhoe' }), tried: { expected } };
    expect(await outcomeOf(given)).toMatchObject(
      ends(
        'usage',
        `The loan is of Ivanhoe, which is not what --title says: GET ${url}/loan-own was answered 200. No case was sent; correct --title, ${noPreflight}`,
      ),
    );
  });
});

describe('a loan that is not at rest', () => {
  const shown = (...statuses: (string | null)[]) =>
    answering({ '/loans/loan-own': statuses.map((status) => loan({ status })) });
  const tooLong = (status: string) =>
    ends(
      'input',
      `The loan has the status ${status}, in which it can be used for nothing: GET ${url}/loan-own was answered 200. No case was sent; wait until it is at rest, or give --wait more seconds, ${noPreflight}`,
    );

  test('is read again after a second, until it shows no such status', async () => {
    const outcome = await outcomeOf({ wire: shown('MAKING', null) });
    expect(outcome).toMatchObject({ verdicts: ['loan: 200 usable'], own: 'accepted' });
    expect(outcome.asked).toHaveLength(2);
  });

  test.each<[string, Partial<Given>]>([
    ['where the user does not wait', { tried: { waitS: 0 } }],
    ['where the next read would be too late', { tried: { waitS: 0.9 } }],
  ])('ends the run %s', async (_name, given) => {
    const outcome = await outcomeOf({ wire: shown('ENDING', 'MADE'), ...given });
    expect(outcome).toMatchObject({ ...tooLong('ENDING'), asked: ['/loans/loan-own'] });
  });

  test('is not waited for once the run was interrupted', async () => {
    const stop = new AbortController();
    const wire: Wire = () => {
      stop.abort();
      return loan({ status: 'MAKING' });
    };
    expect(await outcomeOf({ wire, stop })).toMatchObject(tooLong('MAKING'));
  });
});

test('a list whose path needs what nobody gave is not read', async () => {
  const resources = [{ ...loans, list: '/{branch}/loans' }];
  const { verdicts, asked } = await outcomeOf({ options: withoutLoan, tried: { resources } });
  expect({ verdicts, asked }).toEqual({ verdicts: ['list of loans: undefined unclear'], asked: [] });
});
