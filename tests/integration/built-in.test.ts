import { documentedStatuses } from '../support/answers.ts';
import { having, report, statusesThat, suite } from '../support/run-deepest.ts';
import { schemaErrors, xmlErrors } from '../unit/reporters/validity.ts';

describe('the built-in target', () => {
  test('conforms in all of the twelve codes, and the reports say so', async () => {
    const { code, err, out, result, json, junit } = await report([], { withJunit: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(schemaErrors(json)).toEqual([]);
    expect(await xmlErrors(junit)).toEqual([]);
    expect(result.conclusion).toBe('conformant');
    expect(result.target.builtIn).toBe(true);
    expect(result.run).toMatchObject({ leftBehind: [], findings: [], exitCode: 0, driver: 'reference' });
    expect(statusesThat(result, 'conforms')).toEqual(documentedStatuses);
    expect(having(result, 'conforms', 'tolerated')).toHaveLength(result.cases.length);
    expect(out).toContain('12 of 12 documented codes conform; conformant');
    expect(out).toContain('built-in reference implementation');
    expect(junit).toContain('built-in reference implementation');
    expect(junit).not.toContain('<failure');
  });

  test('needs no report to end with 0', async () => {
    expect((await suite(['run'])).code).toBe(0);
  });
});
