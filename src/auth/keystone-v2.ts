import { atPath } from '../util/json-pointer.ts';
import { type AuthMethod, defineAuthMethod } from './auth-method.ts';
import { accountAndExpiry, requestToken, resourceUrl, tokenError } from './identity-service.ts';

/**
 * Keystone's version 2.0, and Rackspace Cloud Identity, which adds API keys to it.
 * https://docs.rackspace.com/docs/authentication-tokens
 */
export const keystoneV2: AuthMethod = defineAuthMethod({
  type: 'keystone-v2',
  needed: {
    url: 'root of the identity service, such as https://identity.api.rackspacecloud.com/v2.0',
    username: 'name of the user',
  },
  other: {
    apiKey: 'API key of the user (Rackspace)',
    password: 'password of the user',
    tenantId: 'id of the tenant that the token is for',
    tenantName: 'name of the tenant that the token is for',
  },
  secret: ['apiKey', 'password'],
  oneOf: [['apiKey', 'password']],
  atMostOneOf: [['tenantId', 'tenantName']],
  async obtain({ url, username, apiKey, password, tenantId, tenantName }, context) {
    const tokens = resourceUrl(url, 'v2.0', 'tokens');
    const credentials =
      apiKey === undefined
        ? { passwordCredentials: { username, password } }
        : { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey } };
    const { body, written } = await requestToken(
      tokens,
      { auth: { ...credentials, tenantId, tenantName } },
      context,
    );
    const token = atPath(body, 'access', 'token', 'id');
    if (typeof token !== 'string')
      throw tokenError(tokens, 'answered with success, but without access.token.id in JSON');
    return {
      token,
      ...accountAndExpiry(
        atPath(written, 'access', 'token', 'tenant', 'id'),
        atPath(body, 'access', 'token', 'expires'),
      ),
    };
  },
});
