import { providerStates } from '../../../contracts/provider-states.ts';
import {
  datastoreState,
  optionForValue,
  optionsForState,
  requestValues,
} from '../../../src/config/api-options.ts';
import { longName, variableName } from '../../../src/config/option.ts';
import { isOptionKey, optionKeys, options } from '../../../src/config/options.ts';

describe('the option table', () => {
  test('names follow from keys', () => {
    expect(longName('apiVersion')).toBe('--api-version');
    expect(variableName('allowShortSecrets')).toBe('CLOUDDB_ALLOW_SHORT_SECRETS');
  });

  test('needs name options there are', () => {
    for (const key of optionKeys)
      for (const { key: needed } of options[key].needs ?? []) expect(isOptionKey(needed)).toBe(true);
  });

  test('no name is one of Object’s', () => {
    expect(isOptionKey('constructor')).toBe(false);
  });
});

describe('this API’s options', () => {
  test('give request values', () => {
    expect(requestValues({ apiVersion: 'v1.0', account: '1', token: undefined })).toEqual({
      version: 'v1.0',
      accountId: '1',
    });
  });

  test('can be named in hints', () => {
    expect(optionForValue('accountId')).toBe('--account');
    expect(optionForValue('version')).toBe('--api-version');
    expect(optionForValue('regionId')).toBeUndefined();
    expect(optionsForState('an instance runs a datastore')).toEqual(['--instance', '--datastore']);
    expect(optionsForState('the account is over its limit')).toEqual(['--burst']);
    expect(optionsForState('the instance is busy')).toEqual([]);
  });

  test('make a state of the vocabulary', () => {
    const { name, params } = datastoreState({ type: 'mysql', version: '5.6' });
    expect(Object.hasOwn(providerStates, name)).toBe(true);
    expect(params).toEqual({ type: 'mysql', version: '5.6' });
  });
});
