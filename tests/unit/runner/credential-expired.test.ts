import { credentialHasExpired, lostResource } from '../../../src/runner/preflight.ts';
import { page } from '../../support/loans.ts';
import { type Given, running, withoutLoan } from './preflight-support.ts';

describe('whether the own credential has expired', () => {
  const expired = async (state: 'unknown' | 'accepted' | 'refused', given: Given) => {
    const { context, asked, sent } = running(given);
    context.ownCredential.state = state;
    const answer = await credentialHasExpired(context);
    return { answer, state: context.ownCredential.state, asked: asked(), sent };
  };

  test.each(['unknown', 'refused'] as const)('is known without a request where it is %s', async (state) => {
    const outcome = await expired(state, { wire: () => ({ status: 401 }) });
    expect(outcome).toMatchObject({ answer: state === 'refused', state, asked: [] });
  });

  test.each<[string, Given, boolean, string]>([
    ['its loan can be read', {}, false, '/loans/loan-own'],
    ['its loan is refused to it', { wire: () => ({ status: 401 }) }, true, '/loans/loan-own'],
    ['its loan is refused otherwise', { wire: () => ({ status: 403 }) }, false, '/loans/loan-own'],
    ['nothing is answered', { wire: () => ({ blame: 'target', message: 'r' }) }, false, '/loans/loan-own'],
    ['the list can be read', { options: withoutLoan, wire: () => page([]) }, false, '/loans'],
    ['the list is refused to it', { options: withoutLoan, wire: () => ({ status: 401 }) }, true, '/loans'],
  ])('is seen where %s', async (_name, given, answer, path) => {
    const state = answer ? 'refused' : 'accepted';
    expect(await expired('accepted', given)).toMatchObject({ answer, state, asked: [path] });
  });

  test('is asked with the present credential, where it was renewed', async () => {
    const { sent } = await expired('accepted', { renewed: 'present-token' });
    expect(sent[0]?.headers).toContainEqual(['X-Card', 'present-token']);
  });

  test('is not asked of a run that was stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await expired('accepted', { stop })).toMatchObject({ answer: false, asked: [] });
  });
});

describe('whether the own loan is lost', () => {
  const lost = async (state: 'unknown' | 'accepted', given: Given) => {
    const { context, asked } = running(given);
    context.ownCredential.state = state;
    return { answer: await lostResource(context), asked: asked() };
  };

  test.each<[string, Given, string | undefined]>([
    ['it can be read', {}, undefined],
    ['it is absent', { wire: () => ({ status: 404 }) }, 'the loan loan-own'],
    ['it cannot be read', { wire: () => ({ status: 503 }) }, undefined],
  ])('is seen where %s', async (_name, given, answer) =>
    expect(await lost('accepted', given)).toEqual({ answer, asked: ['/loans/loan-own'] }),
  );

  test.each<[string, 'unknown' | 'accepted', Given]>([
    ['was not read before', 'unknown', {}],
    ['does not exist', 'accepted', { options: withoutLoan }],
  ])('is not asked where it %s', async (_name, state, given) =>
    expect(await lost(state, given)).toEqual({ answer: undefined, asked: [] }),
  );
});
