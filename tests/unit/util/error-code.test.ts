import { errorCode } from '../../../src/util/error-code.ts';

const coded = (code: unknown): Error => Object.assign(new Error('it broke'), { code });

describe('the code of an error', () => {
  test.each<[string, unknown, string]>([
    ['is the system’s', coded('ECONNRESET'), 'ECONNRESET'],
    ['is none where it has none', new Error('x'), ''],
    ['is none where it is no text', coded(7), ''],
    ['is none where there is no error', undefined, ''],
    ['is none of null', null, ''],
    ['is none of a text', 'ECONNRESET', ''],
    ['is that of anything which has one', { code: 'EPIPE' }, 'EPIPE'],
  ])('%s', (_title, error, code) => expect(errorCode(error)).toBe(code));
});
