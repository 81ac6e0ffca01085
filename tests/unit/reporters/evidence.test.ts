import { exchangeLines } from '../../../src/reporters/evidence.ts';
import { exchangeMarkup } from '../../../src/reporters/html/exchange.ts';
import { sampleBody, sampleExchange } from '../../support/results.ts';

test('of an answer that is not text, length and digest are shown', () => {
  const body = sampleBody('', { encoding: 'base64', truncated: true, bytes: 900 });
  const exchange = sampleExchange(200, '');
  const { response } = exchange;
  if (!response) throw new Error('The sample has no answer.');
  const shown = { ...exchange, response: { ...response, body } };
  expect(exchangeLines(shown)).toContain(`< (900 bytes that are not text, not shown; sha256 ${body.sha256})`);
  expect(String(exchangeMarkup(shown))).toContain(`900 bytes, not text, not shown, sha256 ${body.sha256}`);
});
