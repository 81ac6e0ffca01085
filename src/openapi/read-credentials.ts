import type { OpenAPIV3_1 } from 'openapi-types';
import { expectationOf } from './extensions.ts';
import type { Credential } from './operations.ts';

/** The first API key in a header among the security requirements of the operation. */
export function readCredential(
  document: OpenAPIV3_1.Document,
  operation: OpenAPIV3_1.OperationObject,
): Credential | undefined {
  const names = (operation.security ?? document.security ?? []).flatMap((requirement) =>
    Object.keys(requirement),
  );
  for (const name of names) {
    const scheme = document.components?.securitySchemes?.[name];
    if (scheme && !('$ref' in scheme) && scheme.type === 'apiKey' && scheme.in === 'header') {
      return { header: scheme.name, invalid: expectationOf(scheme, 'x-invalid', `securitySchemes/${name}`) };
    }
  }
  return undefined;
}
