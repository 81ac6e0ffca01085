import { type Datastore, findDatastore } from './datastores.ts';
import { Fault } from './faults.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { maxBodyBytes, type RequestBody } from './request-body.ts';

const bad = (message: string) => new Fault(400, { message });

/**
 * The datastore that the body asks for, in the form of the request example on the page. Missing elements and
 * invalid values are 400 (page, response codes, row 400). Undocumented elements are 400, too: an upgrade
 * cannot be undone, so nothing in the request is ignored.
 * @throws Fault 400
 */
export function readUpgradeRequest(body: RequestBody): Datastore {
  const actions = parseObject(body);
  const names = Object.keys(actions);
  if (names.length !== 1) throw bad('The body must name exactly one action.');
  if (names[0] !== 'upgrade') throw bad('The only action is `upgrade`.');
  const { upgrade } = actions;
  if (!isObject(upgrade)) throw bad('`upgrade` must be an object.');
  const type = requiredString(upgrade, 'datastore_type');
  const version = requiredString(upgrade, 'datastore_version');
  if (Object.keys(upgrade).length > 2)
    throw bad('`upgrade` must have only `datastore_type` and `datastore_version`.');
  const datastore = findDatastore(type, version);
  if (!datastore) throw bad('There is no such datastore type or version.');
  return datastore;
}

function parseObject({ bytes, tooLong }: RequestBody): JsonObject {
  if (tooLong) throw bad(`The body is longer than ${maxBodyBytes} bytes.`);
  if (bytes.byteLength === 0) throw bad('The body is missing.');
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch {
    throw bad('The body is not valid JSON in UTF-8, or repeats a member name.');
  }
  if (!isObject(value)) throw bad('The body must be a JSON object.');
  return value;
}

function requiredString(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string' || value === '')
    throw bad(`\`upgrade\` needs \`${name}\`, a string that is not empty.`);
  return value;
}
