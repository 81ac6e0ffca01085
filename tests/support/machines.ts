import { type Catalogue, catalogueOf } from '../../src/catalogue/catalogue.ts';
import { operationsOf } from '../../src/openapi/operations-of.ts';
import { type ContractScope, contractScopes } from '../../src/pact/by-tag.ts';
import { readingFiles } from './documents.ts';
import type { Handler } from './server.ts';

/**
 * Machines, in a small document of several tags: two actions share a path and a method, one operation has two tags,
 * and one has none.
 */

const fault = {
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'string' } },
};
const body = (schema: object) => ({ content: { 'application/json': { schema } } });

function action(operationId: string, name: string, answer: string) {
  const member = {
    type: 'object',
    required: [name],
    properties: {
      [name]: { type: 'object', required: ['mode'], properties: { mode: { type: 'string', minLength: 1 } } },
    },
  };
  const examples = { soft: { value: { [name]: { mode: 'soft' } } } };
  return {
    operationId,
    tags: ['actions'],
    security: [{ key: [] }],
    requestBody: { required: true, content: { 'application/json': { schema: member, examples } } },
    responses: {
      202: {
        description: 'Begun.',
        ...body({
          type: 'object',
          required: ['machine'],
          properties: { machine: { type: 'string', enum: [answer] } },
        }),
      },
      400: { description: 'No.', ...body(fault) },
      401: { description: 'Who?', ...body(fault) },
    },
  };
}

function reading(operationId: string, tags: readonly string[] | undefined) {
  return {
    operationId,
    ...(tags && { tags }),
    responses: {
      200: {
        description: 'Read.',
        ...body({
          type: 'object',
          required: ['of'],
          properties: { of: { type: 'string', enum: [operationId] } },
        }),
      },
      405: { description: 'Not so.', ...body(fault) },
    },
  };
}

const machineId = { name: 'machineId', in: 'path', required: true, schema: { type: 'string' }, example: '7' };

export const machines = {
  openapi: '3.1.0',
  info: { title: 'Machines', version: '1' },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: {
    '/machines/{machineId}/action#start': {
      parameters: [machineId],
      post: action('startMachine', 'start', 'starts'),
    },
    '/machines': { get: reading('listMachines', ['machines', 'actions']) },
    '/machines/{machineId}/action#stop': {
      parameters: [machineId],
      post: action('stopMachine', 'stop', 'stops'),
    },
    '/health': { get: reading('getHealth', undefined) },
  },
};

/** The key that a service accepts. */
export const key = 'key-0123456789';

const json = (status: number, value: unknown) => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

function modeIn(text: string, name: string): boolean {
  try {
    const { mode } = JSON.parse(text)[name];
    return typeof mode === 'string' && mode !== '';
  } catch {
    return false;
  }
}

/** A service that keeps to the document. */
export const machineService: Handler = ({ method, path, headers, body: sent }) => {
  if (path.endsWith('/action')) {
    if (headers['x-key'] !== key) return json(401, { error: 'Who?' });
    if (modeIn(sent, 'start')) return json(202, { machine: 'starts' });
    if (modeIn(sent, 'stop')) return json(202, { machine: 'stops' });
    return json(400, { error: 'No.' });
  }
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'Not so.' });
  return json(200, { of: path === '/health' ? 'getHealth' : 'listMachines' });
};

/** Names of the contracts, without what a tag adds. */
export const machineParties = {
  consumer: 'visitor',
  provider: 'cloud-databases',
  examples: { token: key },
};

export async function machineCatalogue(document: object = machines): Promise<Catalogue> {
  const read = await readingFiles({ 'document.yaml': document });
  return catalogueOf(operationsOf(read.document));
}

export const machineScopes = async (): Promise<readonly ContractScope[]> =>
  contractScopes(await machineCatalogue(), machineParties);
