import { mergeShards } from '../../../src/compare/merge.ts';
import type { CreatedResource } from '../../../src/model/result.ts';
import { toConsole } from '../../../src/reporters/console.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import { toJson } from '../../../src/reporters/json.ts';
import { toMarkdown } from '../../../src/reporters/markdown.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';
import { schemaErrors } from './validity.ts';

const createdAt = '2026-11-23T10:00:01.000Z';
const removed: CreatedResource = { kind: 'book', id: 'b-1', createdAt, removedAt: createdAt };
const left: CreatedResource = { kind: 'book', id: 'b-2', createdAt };

const resultOf = (created: readonly CreatedResource[]) =>
  sampleResult([sampleCase('upgradeInstance/202/a')], { run: { created } });

test.each<[string, readonly CreatedResource[], string]>([
  ['all of it', [removed, removed], '2 resources created on the target, all removed again'],
  ['a part of it', [removed, left], '2 resources created on the target, 1 removed again'],
  ['nothing of it', [left], '1 resource created on the target, 0 removed again'],
])('reports say that %s was removed', async (_what, created, says) => {
  const result = resultOf(created);
  for (const text of [toConsole(result, { color: false }), toMarkdown(result), await toHtml(result)])
    expect(text).toContain(says);
  expect(schemaErrors(toJson(result))).toEqual([]);
  expect(JSON.parse(toJson(result)).run.created).toEqual(created);
});

test('reports do not speak of it where nothing was made', async () => {
  const result = sampleResult([sampleCase('upgradeInstance/202/a')]);
  for (const text of [toConsole(result, { color: false }), toMarkdown(result), await toHtml(result)])
    expect(text).not.toContain('created on the target');
  expect(JSON.parse(toJson(result)).run).not.toHaveProperty('created');
});

test('what the parts of a run made is added up', () => {
  const part = (index: number, created: readonly CreatedResource[]) => {
    const cases = [1, 2].map((place) =>
      sampleCase(`upgradeInstance/202/${place}`, {
        ...(place !== index && { verdict: 'not-selected', exchanges: [], durationMs: 0 }),
      }),
    );
    const result = sampleResult(cases, { run: { created, options: { shard: `${index}/2` } } });
    return { file: `${index}.json`, result };
  };
  expect(mergeShards([part(1, [removed]), part(2, [left])]).run.created).toEqual([removed, left]);
});
