import type { OpenAPIV3_1 } from 'openapi-types';
import { SuiteError } from '../model/errors.ts';
import { pointerTo } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { assembleDocument, documentOf, tagsOf, type UnusableOperation } from './assemble/document.ts';
import { type FilesOptions, readFiles } from './assemble/files.ts';
import { Source, type Version } from './assemble/source.ts';
import { problemsOf } from './assemble/validate.ts';

export type { UnusableOperation };

/** A document as the rest of the suite sees it, and what identifies it in reports. */
export interface LoadedDocument {
  /**
   * In OpenAPI 3.1, whatever it is written in. It has no references but those to its own `components.schemas`, which
   * holds schemas that are long or within themselves.
   */
  readonly document: OpenAPIV3_1.Document;
  /** Digest of the bytes of the file, or of the names and bytes of all its files, in hexadecimal. */
  readonly sha256: string;
  /** What it is written in, such as `OpenAPI 3.0.3` or `Swagger 2.0`. */
  readonly format: string;
  /** The operations that the document does not have, because they cannot be used. */
  readonly unusable: readonly UnusableOperation[];
  /** What of a newer OpenAPI the suite does not cover, each with a place. */
  readonly notCovered: readonly string[];
}

/**
 * Reads an OpenAPI document (YAML or JSON) and every file that it refers to.
 * @throws SuiteError of kind `configuration` naming the file and what is wrong with it, if it has no operation that can be used
 */
export async function readDocument(file: string, options: FilesOptions = {}): Promise<LoadedDocument> {
  const { root, files, refused, sha256 } = await readFiles(file, file, options);
  const value = files.get(root);
  const { version, format } = versionOf(file, value);
  const assembled = assembleDocument(new Source(root, version, files, refused));
  const problems = await problemsOf(assembled);
  const whole = problems.get('');
  if (whole !== undefined) throw invalid(file, whole);
  const unusable = [...assembled.unusable];
  const operations = assembled.operations.filter(({ id, key, method, value: own }) => {
    const above = pointerTo('', 'paths', key);
    const why =
      problems.get(pointerTo(above, method)) ??
      problems.get(above) ??
      problems.get(pointerTo(above, 'parameters'));
    if (why !== undefined)
      unusable.push({ id, tags: tagsOf(own), method: method.toUpperCase(), path: key, why });
    return why === undefined;
  });
  const [first] = unusable;
  if (operations.length === 0 && !first) throw invalid(file, 'it documents no operation');
  if (operations.length === 0 && first)
    throw new SuiteError(
      'configuration',
      `The OpenAPI document ${file} has no operation that can be used: of ${first.id}, ${first.why}${unusable.length > 1 ? `; and ${unusable.length - 1} more` : ''}.`,
    );
  const { notCovered } = assembled;
  return { document: documentOf({ ...assembled, operations }), sha256, format, unusable, notCovered };
}

const invalid = (file: string, why: string): SuiteError =>
  new SuiteError('configuration', `${file} is not a valid OpenAPI document: ${why}.`);

function versionOf(file: string, value: unknown): { readonly version: Version; readonly format: string } {
  if (!isPlainObject(value))
    throw invalid(file, 'an object with a member "openapi" or "swagger" was expected');
  const { openapi, swagger } = value;
  const given = openapi ?? swagger;
  const known = /^(?:3\.[012](?:\.|$)|2\.0$)/.exec(String(given));
  if ((typeof given !== 'string' && typeof given !== 'number') || !known)
    throw invalid(
      file,
      `it says ${JSON.stringify(given) ?? 'nothing'} where OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0 was expected`,
    );
  const version = String(given).slice(0, 3);
  const isSwagger = openapi === undefined;
  if (isSwagger !== (version === '2.0'))
    throw invalid(file, `there is no ${isSwagger ? 'Swagger' : 'OpenAPI'} ${given}`);
  return {
    version: version === '2.0' || version === '3.0' || version === '3.1' ? version : '3.2',
    format: `${isSwagger ? 'Swagger' : 'OpenAPI'} ${given}`,
  };
}
