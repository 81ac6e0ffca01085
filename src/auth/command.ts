import { type AuthMethod, defineAuthMethod } from './auth-method.ts';

/** A program that prints a token. */
export const command: AuthMethod = defineAuthMethod({
  type: 'command',
  needed: { command: 'command line for the shell; its first line of output is the token' },
  other: {},
  secret: [],
  async obtain(values, context) {
    const { commandError, commandOutput, linesOf } = await import('./command-output.ts');
    const [token] = linesOf(await commandOutput(values.command, context));
    if (token === undefined)
      throw commandError('printed no token; it must print the token on stdout, on a separate line');
    return { token };
  },
});
