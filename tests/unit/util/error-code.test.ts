import { errorCode } from '../../../src/util/error-code.ts';

const coded = (code: unknown): Error => Object.assign(new Error('it broke'), { code });

describe('the code of an error', () => {
  test.each<[string, unknown, string]>([
    ['is the system’s', coded('ECONNRESET'), 'ECONNRESET'],
    ['is empty where it has none', new Error('x'), ''],
    ['is empty where it is no text', coded(7), ''],
    ['is empty where there is no error', undefined, ''],
    ['is empty for null', null, ''],
    ['is empty for a text', 'ECONNRESET', ''],
    ['is that of anything which has one', { code: 'EPIPE' }, 'EPIPE'],
  ])('%s', (_title, error, code) => expect(errorCode(error)).toBe(code));
});
