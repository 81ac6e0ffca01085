import { type AuthMethod, defineAuthMethod } from './auth-method.ts';

/** A program that prints a token. */
export const command: AuthMethod = defineAuthMethod({
  type: 'command',
  needed: { command: 'command line for the shell; the first line that it prints is the token' },
  other: {},
  secret: [],
  async obtain(values, context) {
    const { commandError, commandOutput, linesOf } = await import('./command-output.ts');
    const [token] = linesOf(await commandOutput(values.command, context));
    if (token === undefined)
      throw commandError('printed no token: it has to print it on stdout, on a line of its own');
    return { token };
  },
});
