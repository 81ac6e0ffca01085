import fc from 'fast-check';
import { anyCharacter } from './any-character.ts';

/** What no printed text may hold: what acts on a terminal, shows nothing, or only looks like a space. */
export const acting =
  /\p{Default_Ignorable_Code_Point}|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u2800]|(?!\n)\p{Cc}|(?! )\p{Zs}/u;

/** Lines on which a CI system acts: GitHub's runner in both of its forms, Azure, TeamCity. */
const ciCommands = [/##[A-Za-z]*\[/, /^\s*::.*::/];

/** What is wrong with a printed text. `commands` says that workflow commands are expected in it. */
export function actingParts(text: string, commands: 'commands' | 'no commands' = 'no commands'): string[] {
  const [first] = acting.exec(text) ?? [];
  const patterns = commands === 'commands' ? ciCommands.slice(0, 1) : ciCommands;
  const lines = text.split(/\r\n|\n|\r/).filter((line) => patterns.some((pattern) => pattern.test(line)));
  return [...(first === undefined ? [] : [`U+${first.codePointAt(0)?.toString(16)}`]), ...lines];
}

const bits = [
  ...[
    '\u001b[31m',
    '\u001b[2J',
    '\u001b]8;;x\u0007',
    '\u009b',
    '\r',
    '\n',
    '\t',
    '\u0000',
    '\u007f',
    '\u0085',
  ],
  ...[
    '##',
    '#',
    '[',
    'vso[',
    '[error]',
    '[add-mask]',
    'teamcity[',
    ']',
    '\n##[group]',
    '##vso[task.complete]x',
  ],
  ...['::', ':', 'error::', '::stop-commands::x', '\n::error::', '\n ::add-mask::', '\r::warning file=a::'],
  ...['\u202e', '\u200b', '\u3164', '\u115f', '\u034f', '\uffa0', '\ufe0f', '\u{e0041}', '\u00ad', '\u2800'],
  ...['\u180b', '\u00a0', '\u3000', '\u2028', '\ud800', '\uffff', '%0A::error::x', '\\', '"', ' ', '|', '`'],
];

/** All of them in one text. */
export const everyHostileBit = bits.join('');

/** Texts of a target that wants to be obeyed. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...bits), weight: 4 },
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))
  // The schema of a report asks for some text.
  .filter((text) => text !== '');
