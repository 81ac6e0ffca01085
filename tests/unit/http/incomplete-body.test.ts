import { invariants } from '../../../contracts/invariants/index.ts';
import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { checksWith } from '../../../src/checks/index.ts';
import { judge } from '../../../src/evaluation/judge.ts';
import type { Blamed } from '../../../src/model/exchange.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { type Answer, answered, judgedCase } from '../../support/exchanges.ts';

let operation: Operation;

beforeAll(async () => {
  const { operations } = catalogueFor(await loadSpecification());
  const [first] = operations.values();
  if (!first) throw new Error('The document has no operation.');
  operation = first;
});

const ours: Blamed = {
  blame: 'suite',
  message: 'the body is longer than 8 bytes; the suite reads no further',
};
const theirs: Blamed = { blame: 'target', message: 'the body is not valid "gzip": incorrect header check' };

const judged = (answer: Answer, anyBody?: string) => {
  const item = judgedCase(202, anyBody === undefined ? {} : { anyBody });
  return judge(item, operation, checksWith(invariants), answered({ body: '{"instan', ...answer }));
};

test('a body too long for the suite is no deviation of the target', () => {
  expect(judged({ incomplete: ours })).toEqual({ verdict: 'errored', reason: ours.message, findings: [] });
});

test('but what can be judged without the body is', () => {
  expect(judged({ status: 404, incomplete: ours }).verdict).toBe('deviates');
  expect(judged({ headers: [], incomplete: ours })).toMatchObject({
    verdict: 'deviates',
    findings: [{ check: 'content_type_conformance', severity: 'deviation' }],
  });
});

test('where an ambiguity allows any body it need not be read', () => {
  expect(judged({ incomplete: ours }, 'AMB-1').verdict).toBe('tolerated');
});

test('a body that the target broke off or encoded wrongly deviates', () => {
  const { verdict, findings } = judged({ incomplete: theirs });
  expect(verdict).toBe('deviates');
  expect(findings[0]?.message).toBe('The body is not valid "gzip": incorrect header check.');
});
