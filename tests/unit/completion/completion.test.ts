import { completionScripts, type KnownNames } from '../../../src/completion/index.ts';
import { helpTopics, shells } from '../../../src/config/commands.ts';
import { commandNames, longName } from '../../../src/config/option.ts';
import { flagsOf, options } from '../../../src/config/options.ts';

const known: KnownNames = {
  cases: ['getThing/200/valid-request', 'getThing/404/unknown', 'listThings/200/valid-request'],
  operations: ['getThing', 'listThings', 'things'],
  codes: ['200', '404', 'getThing/404'],
  statements: ['STATUS-404', 'AMB-EMPTY'],
  reportFormats: ['json', 'html'],
  comparisonFormats: ['console'],
};

describe.each(shells)('%s', (shell) => {
  const made = completionScripts[shell]().then((script) => script(known));

  test('has every command, option, choice and name', async () => {
    const text = await made;
    const missing = [
      ...commandNames.flatMap((name) => name.split(' ')),
      ...commandNames.flatMap((name) => flagsOf(name).map((key) => longName(key).slice(2))),
      ...commandNames.flatMap((name) =>
        flagsOf(name).flatMap((key) => {
          const { completion } = options[key].kind;
          return typeof completion === 'object' ? completion.map((word) => word.replace(/[:/]+$/, '')) : [];
        }),
      ),
      ...Object.values(known).flat(),
      ...helpTopics,
      ...shells,
    ].filter((word) => !new RegExp(`(?<!\\w)${word}(?![\\w-])`).test(text));
    expect(missing).toEqual([]);
  });

  test('leaves out names that a shell would read as something else', async () => {
    const odd = ['$(touch x)', '`id`', "it's", 'a b', 'a;b', 'a\nb', '*', '"', '\\'];
    const script = await completionScripts[shell]();
    const text = script({
      ...known,
      cases: [...known.cases, ...odd],
      operations: [...known.operations, ...odd],
      codes: [...known.codes, ...odd],
      statements: [...known.statements, ...odd],
    });
    expect(text).toBe(await made);
  });
});
