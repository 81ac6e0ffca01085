import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { OpenAPIV3_1 } from 'openapi-types';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { DocumentFiles } from './document-files.ts';

/** A validated document with references resolved, and the digest that identifies it in reports. */
export interface LoadedDocument {
  readonly document: OpenAPIV3_1.Document;
  /** Digest of the bytes of the file, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads, validates and dereferences an OpenAPI 3.1 document (YAML or JSON).
 * @throws SuiteError of kind `configuration` naming the file and what is wrong with it.
 */
export async function readDocument(file: string): Promise<LoadedDocument> {
  const files = new DocumentFiles(file);
  const bytes = await files.document(file);
  // Imported here: loading takes a tenth of a second, and the document of the package is already validated
  // (decision 0015).
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  const options = {
    // The parser's own resolvers would read any file and fetch any URL.
    resolve: { file: false as const, http: false as const, files: files.resolver },
    dereference: { circular: 'ignore' as const },
  };
  const invalid = (cause: unknown): never => {
    throw new SuiteError('configuration', `${file} is not a valid OpenAPI document: ${reasonOf(cause)}.`, {
      cause,
    });
  };
  // An absolute path: the parser takes a relative one for a URL.
  const path = resolve(file);
  const references = await new SwaggerParser().resolve(path, options).catch(invalid);
  files.check(file, references.values());
  const document = await SwaggerParser.validate(path, options).catch(invalid);
  if (!isVersion31(document)) {
    throw new SuiteError(
      'configuration',
      `${file} is not OpenAPI 3.1, the only version that the suite reads.`,
    );
  }
  return { document, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function isVersion31(document: object): document is OpenAPIV3_1.Document {
  return 'openapi' in document && typeof document.openapi === 'string' && document.openapi.startsWith('3.1');
}

/** The parser is recursive, and the engine's own words for that say nothing of the document. */
function reasonOf(error: unknown): string {
  const message = rootMessage(error);
  return message.includes('call stack') ? 'it is nested too deeply' : message;
}
