/** Wherever a user names a thing that exists, a mistake in its name is answered by the name that is most like it. */

import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { explained } from '../../../src/app/explanation.ts';
import { checkAllowedCodes } from '../../../src/app/run-options.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { statementsOf } from '../../../src/app/statements.ts';
import { catalogueInScope } from '../../../src/catalogue/scope.ts';
import { selectCasesOfShard } from '../../../src/catalogue/shard.ts';
import { commandNames, longName } from '../../../src/config/option.ts';
import { flagsOf, options } from '../../../src/config/options.ts';
import { parsed, refusal, run } from './support.ts';

/** Longer than any list of names should be. */
const mostText = 500;

describe('on a command line', () => {
  test.each([
    ['a command', ['verfy'], 'verify'],
    ['a command of two words', ['spec', 'chek', 'page.rst'], 'spec check'],
    ['a command with a hyphen', ['spec-import'], 'spec import'],
    ['a topic of help', ['help', 'exit-code'], 'exit-codes'],
    ['a command after help', ['help', 'compre'], 'compare'],
    ['a shell', ['completion', 'fsh'], 'fish'],
    ['an option', ['--targt', 'http://x.test'], '--target'],
    ['a format', ['--report', 'jnit=a.xml'], 'junit'],
    ['a consent', ['--consent', 'rejct'], 'reject'],
    ['a former consent', ['--consent', 'upgrade'], undefined],
    ['a part', ['--shard', '2of3'], '2/3'],
    ['a CI service', ['init', '--ci', 'gihub'], 'github'],
    ['a form of comparison', ['compare', 'a', 'b', '--as', 'matrx'], 'matrix'],
    ['a process', ['serve', '--life-cycle-times', 'biuld=3'], 'build'],
    ['a source of states', ['--target', 'http://x.test', '--states', 'modul:a.ts'], 'module:'],
  ])('%s', async (_, argv, meant) => {
    const { message } = await refusal(parsed(argv));
    if (meant !== undefined) expect(message).toMatch(new RegExp(`[Dd]id you mean ${meant}\\?`));
    expect(message.length).toBeLessThan(mostText);
  });

  test('every choice of every option', async () => {
    for (const command of commandNames) {
      for (const key of flagsOf(command)) {
        const { kind } = options[key];
        if (!Array.isArray(kind.completion) || kind.schema.enum === undefined) continue;
        for (const word of kind.completion) {
          const { message } = await refusal(
            parsed([
              ...command.split(' '),
              ...(command === 'compare' ? ['a', 'b'] : []),
              longName(key),
              `${word}x`,
            ]),
          );
          expect(message).toContain(`Did you mean ${word}?`);
        }
      }
    }
  });

  test('a variable', async () => {
    const { warnings } = { warnings: [], ...(await parsed([], { CLOUDDB_TARGTE: 'http://x.test' })) };
    expect(warnings).toEqual([expect.stringContaining('Did you mean CLOUDDB_TARGET?')]);
  });
});

describe('in the document that ships', () => {
  const loaded = loadSpecification().then((specification) => ({
    catalogue: catalogueFor(specification),
    ...statementsOf(specification),
  }));

  test.each([
    [
      'a case',
      'upgradeInstance/404/unknown-instanc',
      /Did you mean upgradeInstance\/404\/[\w-]+\?|list --only/,
    ],
    ['an end that no case has', 'upgradeInstance/202/volcano', /`list --only 'upgradeInstance\/202\/\*'`/],
    ['an operation', 'upgradeInstance', /It is an operation: `list --operation upgradeInstance`/],
    ['a misspelt operation', 'upgradInstance', /`list --only 'upgradeInstance\/\*'`/],
    ['a tag', 'actions', /It is a tag/],
    ['a check', 'status_code_conformance', /It is a check/],
    ['a provider state', 'the instance is busy', /It is a provider state/],
    ['a requirement', 'STATUS-45', /Did you mean STATUS-4\d5\?/],
    ['an ambiguity', 'AMB-VERSION-TOKEN', /Did you mean AMB-VERSIONS-TOKEN\?/],
    ['a code', '418', /Documented statuses: 200, 202/],
    ['a name of every object', 'constructor', /^Unknown .* "constructor"\.$/],
  ])('explain: %s', async (_, id, says) => {
    const known = await loaded;
    const { message } = await refusal(Promise.resolve().then(() => [...explained(id, known)]));
    expect(message).toMatch(says);
    expect(message.length).toBeLessThan(mostText);
  });

  test.each([
    ['--only', ['--only', 'upgradInstance/404/*'], 'Did you mean upgradeInstance/404/*?'],
    ['--skip', ['--skip', 'upgradInstance/*'], 'Did you mean upgradeInstance/*?'],
    ['--only with a code', ['--only', '418'], 'There are cases about 200, 202'],
    ['--operation', ['--operation', 'upgradInstance'], 'Did you mean upgradeInstance?'],
    ['--operation with a tag', ['--operation', 'action'], 'Did you mean actions?'],
    ['--allow-incomplete', ['--allow-incomplete', 'upgradInstance/500'], 'Did you mean upgradeInstance?'],
    ['--allow-incomplete with a code', ['--allow-incomplete', 'upgradeInstance/418'], '202, 400'],
    ['--shard', ['--only', 'upgradeInstance/413/*', '--shard', '200/250'], 'at most'],
  ])('%s', async (_, argv, says) => {
    const settings = await run(argv);
    const { catalogue } = await loaded;
    const { message } = await refusal(
      Promise.resolve().then(() => {
        checkAllowedCodes(settings, catalogue);
        const { cases } = catalogueInScope(catalogue, settings.operation);
        return selectCasesOfShard(cases, { ...settings, shard: settings.shard });
      }),
    );
    expect(message).toContain(says);
    expect(message.length).toBeLessThan(mostText);
  });
});
