import { atPath } from '../util/json-pointer.ts';
import { type AuthContext, type AuthMethod, type Credential, defineAuthMethod } from './auth-method.ts';
import { accountAndExpiry, requestToken, resourceUrl, tokenError } from './identity-service.ts';

const type = 'keystone-v3';
const url = 'root of the identity service, such as https://keystone.example:5000/v3';

/** The domain that every Keystone has from the start. */
const defaultDomain = 'default';

/** Keystone's version 3, with a password. https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization */
export const keystoneV3Password: AuthMethod = defineAuthMethod({
  type,
  needed: { url, password: 'password of the user' },
  other: {
    username: 'name of the user',
    userId: 'id of the user',
    userDomainId: 'id of the domain of the user name; "default" if no domain is given',
    userDomainName: 'name of that domain',
    projectId: 'id of the project that the token is for',
    projectName: 'name of the project that the token is for',
    projectDomainId: 'id of the domain of the project name; "default" if no domain is given',
    projectDomainName: 'name of that domain',
  },
  secret: ['password'],
  oneOf: [['username', 'userId']],
  atMostOneOf: [
    ['userDomainId', 'userDomainName'],
    ['projectId', 'projectName'],
    ['projectDomainId', 'projectDomainName'],
  ],
  only: {
    userDomainId: 'username',
    userDomainName: 'username',
    projectDomainId: 'projectName',
    projectDomainName: 'projectName',
  },
  obtain(values, context) {
    const { password, username, userId, projectId, projectName } = values;
    const user =
      username === undefined
        ? { id: userId, password }
        : { name: username, domain: domain(values.userDomainId, values.userDomainName), password };
    const project =
      projectName === undefined
        ? { id: projectId }
        : { name: projectName, domain: domain(values.projectDomainId, values.projectDomainName) };
    const scoped = projectId !== undefined || projectName !== undefined;
    const identity = { methods: ['password'], password: { user } };
    return tokenFrom(values.url, { identity, ...(scoped && { scope: { project } }) }, context);
  },
});

/**
 * The same with an application credential, which belongs to a project already.
 * https://docs.openstack.org/api-ref/identity/v3/#authenticating-with-an-application-credential
 */
export const keystoneV3ApplicationCredential: AuthMethod = defineAuthMethod({
  type,
  needed: {
    url,
    applicationCredentialId: 'id of the application credential',
    applicationCredentialSecret: 'secret of the application credential',
  },
  other: {},
  secret: ['applicationCredentialSecret'],
  obtain({ url, applicationCredentialId: id, applicationCredentialSecret: secret }, context) {
    const identity = { methods: ['application_credential'], application_credential: { id, secret } };
    return tokenFrom(url, { identity }, context);
  },
});

const domain = (id: string | undefined, name: string | undefined) =>
  name === undefined ? { id: id ?? defaultDomain } : { name };

async function tokenFrom(root: string, auth: unknown, context: AuthContext): Promise<Credential> {
  const tokens = resourceUrl(root, 'v3', 'auth/tokens');
  const { header, body, written } = await requestToken(tokens, { auth }, context);
  const token = header('x-subject-token');
  if (token === undefined)
    throw tokenError(tokens, 'answered with success, but without the header X-Subject-Token');
  return {
    token,
    ...accountAndExpiry(atPath(written, 'token', 'project', 'id'), atPath(body, 'token', 'expires_at')),
  };
}
