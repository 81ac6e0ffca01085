import { suite } from '../support/run-deepest.ts';

/** `list --json` says of each case what Pact makes of it. */

test('that it says it, in which interactions, and what it does not see', async () => {
  const cases: { id: string; pact: unknown }[] = JSON.parse((await suite(['list', '--json'])).out);
  const pact = new Map(cases.map((item) => [item.id, item.pact]));
  expect(pact.get('upgradeInstance/405/method-get')).toEqual({
    said: true,
    interactions: ['upgradeInstance/405/method-get', 'upgradeInstance/405/method-get.strict'],
    notSeen: [
      'header Allow: it may be absent',
      'the body, as 405, 501 are accepted and a body cannot vary with the status',
    ],
  });
  expect(pact.get('upgradeInstance/202/mysql-5.6-to-mysql-5.7')).toMatchObject({
    said: true,
    notSeen: expect.arrayContaining(['body /instance/replica_of: a member that may be absent']),
  });
});

test('or why it cannot', async () => {
  const cases: { id: string; pact: { said: boolean } }[] = JSON.parse((await suite(['list', '--json'])).out);
  const omitted = cases.filter(({ pact }) => !pact.said).map(({ id, pact }) => [id, pact]);
  expect(omitted).toEqual([
    ['upgradeInstance/202/body-chunked', { said: false, reason: expect.stringContaining('chunks') }],
    ['upgradeInstance/202/media-type-case', { said: false, reason: expect.stringContaining('no warnings') }],
    ...[400, 401, 403, 404, 405, 415, 422, 500].map((status) => [
      `upgradeInstance/${status}/without-accept`,
      { said: false, reason: expect.stringContaining('Accept') },
    ]),
  ]);
});
