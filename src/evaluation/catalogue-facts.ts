import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { documentedCodesOf } from '../catalogue/documented-codes.ts';
import type { CaseFacts } from '../model/result.ts';
import { responseFor } from '../openapi/responses.ts';
import type { DocumentedStatus } from './coverage.ts';
import type { OperationFacts } from './operations.ts';

/** What a result repeats of a catalogue. */

export function operationFacts({ operations }: Catalogue): OperationFacts[] {
  return [...operations.values()].map(({ id, title, tags: [tag] }) => ({
    operationId: id,
    title,
    ...(tag !== undefined && { tag }),
  }));
}

export function documentedStatuses(catalogue: Catalogue): DocumentedStatus[] {
  return [...documentedCodesOf(catalogue)].flatMap(([operationId, codes]) => {
    const operation = catalogue.operations.get(operationId);
    return codes.map((status) => {
      const { citation, excluded } = (operation && responseFor(operation, status)) ?? {};
      return {
        operationId,
        status,
        ...(citation !== undefined && { citation }),
        ...(excluded !== undefined && { excluded }),
      };
    });
  });
}

export function caseFacts(item: Case): CaseFacts {
  const { subject, unknownAction } = item;
  return {
    id: item.id,
    operationId: item.operationId,
    status: item.status,
    title: item.title,
    ...(subject !== undefined && { subject }),
    ...(unknownAction && { unknownAction }),
    requirements: item.requirements,
    risk: item.risk,
    expect: item.expect,
    tolerates: item.tolerates,
    states: item.states,
  };
}
