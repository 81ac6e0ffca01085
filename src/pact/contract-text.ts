import { isUtf8 } from 'node:buffer';
import { SuiteError } from '../model/errors.ts';
import { isJsonMediaType } from '../openapi/media-type.ts';
import { atPath } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { ContractScope } from './by-tag.ts';
import type { JsonObject } from './contract.ts';
import { type Interaction, unsupported } from './interaction.ts';

/** Member of the contract's metadata that lists what the contract does not express. */
const omitted = 'omitted';

/**
 * The contract to commit, made from the files that Pact has written: interactions in the order of the catalogue, the
 * bodies that the mock server could not compare, and what the contract does not express. Versions of tools are left
 * out, so that the bytes change only when the contract does.
 */
export function contractText(
  written: readonly string[],
  interactions: readonly Interaction[],
  { catalogue, parties: { consumer, provider } }: Pick<ContractScope, 'catalogue' | 'parties'>,
): string {
  const byDescription = new Map(written.flatMap(interactionsIn).map((one) => [one.description, one]));
  const contract = {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: interactions.map((interaction) => {
      const one = byDescription.get(interaction.description);
      if (!one) throw new SuiteError('internal', `Pact has not written ${interaction.id}.`);
      return withBody(one, interaction);
    }),
    metadata: {
      pactSpecification: { version: '4.0' },
      [omitted]: {
        cases: Object.fromEntries(
          catalogue.cases.flatMap((item) => {
            const why = unsupported(item);
            return why === undefined ? [] : [[item.id, why]];
          }),
        ),
        parts: grouped(interactions),
      },
    },
  };
  return `${JSON.stringify(contract, null, 2)}\n`;
}

function interactionsIn(written: string): readonly JsonObject[] {
  const found = atPath(JSON.parse(written), 'interactions');
  return Array.isArray(found) ? found.filter(isPlainObject) : [];
}

/** What Pact does not check, with the interactions concerned. */
function grouped(interactions: readonly Interaction[]): Readonly<Record<string, readonly string[]>> {
  const groups = new Map<string, string[]>();
  for (const { id, unseen } of interactions)
    for (const what of unseen) groups.set(what, [...(groups.get(what) ?? []), id]);
  return Object.fromEntries(groups);
}

/** Adds a body that Pact was not given. With a JSON media type it needs base64: Pact would encode text again. */
function withBody(written: JsonObject, { request: { body, headers } }: Interaction): JsonObject {
  if (body.kind !== 'bytes' || !isPlainObject(written.request)) return written;
  const bytes = Buffer.from(body.bytes);
  const contentType = headers['Content-Type'];
  const asText = isUtf8(bytes) && !(typeof contentType === 'string' && isJsonMediaType(contentType));
  const content = asText
    ? { content: bytes.toString(), encoded: false }
    : { content: bytes.toString('base64'), encoded: 'base64' };
  return {
    ...written,
    request: {
      body: { ...content, ...(contentType !== undefined && { contentType }) },
      ...written.request,
    },
  };
}
