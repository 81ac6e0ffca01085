import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { OpenAPIV3_1 } from 'openapi-types';
import { rootMessage, SuiteError } from '../model/errors.ts';

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
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SuiteError(
      'configuration',
      `The OpenAPI document ${file} cannot be read: ${rootMessage(cause)}.`,
      { cause },
    );
  });
  // Imported here: loading takes a tenth of a second, and the document of the package is already validated
  // (decision 0015).
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  const document = await SwaggerParser.validate(file, { dereference: { circular: 'ignore' } }).catch(
    (cause: unknown) => {
      throw new SuiteError(
        'configuration',
        `${file} is not a valid OpenAPI document: ${rootMessage(cause)}.`,
        {
          cause,
        },
      );
    },
  );
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
