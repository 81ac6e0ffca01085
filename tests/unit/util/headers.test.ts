import type { HeaderList } from '../../../src/model/exchange.ts';
import { headerValue, headerValues, isSameHeader, withoutHeaders } from '../../../src/util/headers.ts';

const headers: HeaderList = [
  ['Content-Type', 'application/json'],
  ['x-trace', '1'],
  ['X-Trace', '2'],
];

test.each([
  ['content-type', ['application/json']],
  ['X-TRACE', ['1', '2']],
  ['X-Trace-Id', []],
])('the values of %s are %j', (name, values) => {
  expect(headerValues(headers, name)).toEqual(values);
  expect(headerValue(headers, name)).toBe(values[0]);
});

test('names are compared without regard to case', () => {
  expect(isSameHeader('X-Trace', 'x-TRACE')).toBe(true);
  expect(isSameHeader('X-Trace', 'X-Traces')).toBe(false);
});

test('fields are left out by name', () => {
  expect(withoutHeaders(headers, ['x-TRACE', 'Host'])).toEqual([['Content-Type', 'application/json']]);
});
