import { type AuthMethod, authMethodOf } from './auth-method.ts';

/** A program that prints a token. */
export const command: AuthMethod = authMethodOf({
  type: 'command',
  needed: { command: 'command line for the shell; the first line that it prints is the token' },
  other: {},
  secret: [],
  async obtain(values, obtaining) {
    const { failed, linesOf, outputOf } = await import('./shell.ts');
    const [token] = linesOf(await outputOf(values.command, obtaining));
    if (token === undefined)
      throw failed('printed no token: it has to print it on stdout, on a line of its own');
    return { token };
  },
});
