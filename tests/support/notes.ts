import { writeFile } from 'node:fs/promises';
import type { Answer, Received } from './server.ts';

export interface NotesForm {
  /** Whether an operation removes a note. @default true */
  readonly removable?: boolean;
  /** Whether the account in which a note is made is that of a state. @default false */
  readonly accountState?: boolean;
}

/** Someone else's API, with an operation of each effect: notes that can be made, changed, archived and removed. */
export const notesDocument = ({ removable = true, accountState = false }: NotesForm = {}): string => `
openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
security: [{ key: [] }]
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  parameters:
    account: { name: accountId, in: path, required: true, schema: { type: string } }
    note: { name: instanceId, in: path, required: true, schema: { type: string } }
  responses:
    No: { description: No. }
    Note:
      description: The note.
      content: { application/json: { schema: { type: object } } }
  requestBodies:
    Note:
      required: true
      content:
        application/json:
          schema: { type: object, required: [text], properties: { text: { type: string, minLength: 1 } } }
          examples: { short: { summary: a short note, value: { text: Hello } } }
    NoteOfAccount:
      required: true
      content:
        application/json:
          schema: { type: object, required: [text], properties: { text: { type: string, minLength: 1 } } }
          examples:
            short: { value: { text: Hello }, x-provider-state: { name: there is an account, params: {} } }
paths:
  /{accountId}/notes:
    parameters: [{ $ref: '#/components/parameters/account' }]
    post:
      operationId: addNote
      requestBody: { $ref: '#/components/requestBodies/${accountState ? 'NoteOfAccount' : 'Note'}' }
      responses:
        '201': { $ref: '#/components/responses/Note' }
        '400': { $ref: '#/components/responses/No' }
        '401': { $ref: '#/components/responses/No' }
        '405': { $ref: '#/components/responses/No' }
        '415': { $ref: '#/components/responses/No' }
  /{accountId}/notes/{instanceId}:
    parameters: [{ $ref: '#/components/parameters/account' }, { $ref: '#/components/parameters/note' }]
${
  removable
    ? `    delete:
      operationId: removeNote
      x-resource-parameter: instanceId
      responses:
        '204':
          description: Removed.
          x-provider-states: [{ slug: removed, title: A note is removed, name: there is a note, params: {} }]
        '401': { $ref: '#/components/responses/No' }
        '404': { $ref: '#/components/responses/No' }
        '405': { $ref: '#/components/responses/No' }
`
    : ''
}    put:
      operationId: changeNote
      x-resource-parameter: instanceId
      requestBody: { $ref: '#/components/requestBodies/Note' }
      responses:
        '200': { $ref: '#/components/responses/Note' }
        '400': { $ref: '#/components/responses/No' }
        '401': { $ref: '#/components/responses/No' }
        '404': { $ref: '#/components/responses/No' }
        '405': { $ref: '#/components/responses/No' }
        '415': { $ref: '#/components/responses/No' }
  /{accountId}/notes/{instanceId}/archive:
    parameters: [{ $ref: '#/components/parameters/account' }, { $ref: '#/components/parameters/note' }]
    post:
      operationId: archiveNote
      x-resource-parameter: instanceId
      requestBody: { $ref: '#/components/requestBodies/Note' }
      responses:
        '200': { $ref: '#/components/responses/Note' }
        '400': { $ref: '#/components/responses/No' }
        '401': { $ref: '#/components/responses/No' }
        '404': { $ref: '#/components/responses/No' }
        '405': { $ref: '#/components/responses/No' }
        '415': { $ref: '#/components/responses/No' }
`;

export const ownKey = 'own-key-0123456789';
export const ownNote = 'note-own';

/** In what a service of notes breaks its own document. */
export interface Faults {
  /** Looks at no key. */
  readonly ignoresKeys?: boolean;
  /** Makes a note of anything that is posted. */
  readonly makesAnything?: boolean;
  /** Refuses to remove what it made. */
  readonly keepsNew?: boolean;
  /** Answers this to every archiving. */
  readonly archives?: number;
}

/** A service of notes, with one that was there before. `log` has each act on a note, in order. */
export function notes({ ignoresKeys, makesAnything, keepsNew, archives }: Faults = {}) {
  const store = new Map<string, string>([[ownNote, 'as it was']]);
  const made: string[] = [];
  const log: string[] = [];
  const json = (status: number, body: object): Answer => ({
    status,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const add = (text: string): Answer => {
    const id = `note-${made.length + 1}`;
    made.push(id);
    log.push(`add ${id}`);
    store.set(id, text);
    return json(201, { note: { id, text } });
  };
  const change = (verb: string, id: string, text: string): Answer => {
    log.push(`${verb} ${id}`);
    store.set(id, text);
    return json(200, { id, text });
  };
  const remove = (id: string): Answer => {
    if (keepsNew && id !== ownNote) return { status: 403 };
    log.push(`remove ${id}`);
    store.delete(id);
    return { status: 204 };
  };
  const handler = ({ method, path, headers, body }: Received): Answer => {
    const [account, collection, id, action, ...more] = path.slice(1).split('/');
    if (collection !== 'notes' || more.length > 0) return { status: 404 };
    const offered = id === undefined ? 'POST' : action === undefined ? 'PUT DELETE' : 'POST';
    if (!offered.split(' ').includes(method)) return { status: 405 };
    if (!ignoresKeys && headers['x-key'] !== ownKey) return { status: 401 };
    if (account?.startsWith('own-account') !== true && !ignoresKeys) return { status: 404 };
    if (id === undefined && makesAnything) return add('anything');
    if (id !== undefined && !store.has(id)) return { status: 404 };
    if (method === 'DELETE') return remove(id ?? '');
    if (!/^application\/json$/i.test(headers['content-type'] ?? '')) return { status: 415 };
    const text = textIn(body);
    if (text === undefined) return { status: 400 };
    if (id === undefined) return add(text);
    if (method === 'POST' && archives !== undefined) return { status: archives };
    return change(method === 'PUT' ? 'change' : 'archive', id, text);
  };
  return { handler, store, made, log };
}

function textIn(body: string): string | undefined {
  try {
    const { text } = JSON.parse(body);
    return typeof text === 'string' && text !== '' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the document and the config file that says which note a state has; their options. */
export async function notesOptions(
  file: (name: string) => string,
  document: NotesForm = {},
): Promise<readonly string[]> {
  const stateValues = { 'there is a note': { instanceId: ownNote } };
  await writeFile(file('notes.yaml'), notesDocument(document));
  await writeFile(file('conf.json'), JSON.stringify(document.removable === false ? {} : { stateValues }));
  return [
    ...['--spec', file('notes.yaml'), '--config', file('conf.json'), '--no-preflight'],
    ...['--account', 'own-account', '--token', ownKey, '--instance', ownNote, '--datastore', 'mysql:5.6'],
  ];
}
