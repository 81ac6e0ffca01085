import { covers, documentedAs, isJsonMediaType, jsonTypeAmong } from '../../../src/openapi/media-type.ts';

test.each([
  ['application/json', true],
  ['Application/JSON; charset=utf-8', true],
  ['application/vnd.shelf+json', true],
  ['text/json', true],
  ['application/jsonp', false],
  ['text/json-like', false],
  ['', false],
])('%s is JSON: %s', (mediaType, json) => expect(isJsonMediaType(mediaType)).toBe(json));

test.each([
  ['*/*', 'text/plain', true],
  ['application/*', 'application/vnd.x+json; charset=utf-8', true],
  ['application/*', 'text/plain', false],
  ['application/*+json', 'application/vnd.x+json', true],
  ['application/*+json', 'application/json', false],
  ['application/json;version=1', 'APPLICATION/JSON', true],
  ['application/json', 'application/json5', false],
  ['text/plain', '', false],
])('%s covers %s: %s', (documented, actual, expected) => expect(covers(documented, actual)).toBe(expected));

test.each([
  [['text/html', 'application/vnd.x+json', 'application/json'], 'application/json'],
  [['text/html', 'application/vnd.x+json'], 'application/vnd.x+json'],
  [['application/*'], 'application/json'],
  [['application/*+json'], undefined],
  [['text/*', 'application/xml'], undefined],
  [[], undefined],
])('JSON among %j: %s', (documented, expected) => expect(jsonTypeAmong(documented)).toBe(expected));

test.each([
  [['*/*', 'application/*', 'application/json'], 'application/json'],
  [['*/*', 'application/*'], 'application/*'],
  [['*/*', 'text/*'], '*/*'],
  [['text/*'], undefined],
])('among %j, application/json falls under %s', (documented, expected) =>
  expect(documentedAs('application/json', documented)).toBe(expected),
);
