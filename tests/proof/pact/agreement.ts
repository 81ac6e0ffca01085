import { invariants } from '../../../contracts/invariants/index.ts';
import type { CaseResult, Finding } from '../../../src/model/result.ts';
import { representable } from '../../../src/pact/interaction.ts';
import { createReference } from '../../../src/reference/index.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import { run } from '../../../src/runner/run.ts';
import type { Provider } from '../proof/behaviour.ts';
import { serve } from '../proof/service.ts';
import { optionsOf, type Suite, statesOf } from '../proof/suite.ts';
import type { Verifying } from './verifying.ts';

/** A case about which the run and the verification do not say the same. */
export interface Difference {
  readonly id: string;
  readonly run: CaseResult;
  readonly pact: CaseResult;
}

/** Runs the suite and verifies the contract against a provider, each against a fresh one; what they disagree about. */
export async function differences(
  suite: Suite,
  verifying: Verifying,
  provider: Provider,
): Promise<readonly Difference[]> {
  const { touches } = provider;
  const { interactions, catalogue, strict } = verifying.said;
  const compared = catalogue.cases
    .filter(({ id, status }) => interactions.has(id) && (touches === undefined || status === touches))
    .map(({ id }) => id);
  // What is observed before and after belongs to the run alone.
  const plain = (options: RunOptions) => ({
    ...options,
    judging: { ...options.judging, observations: [] },
  });
  const ran = await against(suite, provider, plain, new Set(compared.filter((id) => !strict.has(id))));
  const verified = await against(suite, provider, (options) => verifying.through(options), new Set(compared));
  return [...ran].flatMap(([id, one]) => {
    const pact = verified.get(id);
    if (!pact) throw new Error(`${id} was not verified.`);
    return one.verdict === pact.verdict ? [] : [{ id, run: one, pact }];
  });
}

/** What goes by the number of requests cannot be compared: strict interactions make a verification send more of them. */
const counting = /^every-|now-and-then|^closes-a-used/;
export const isComparable = ({ name, terms }: Provider): boolean => !terms?.given && !counting.test(name);

/** The differences that nothing explains, each in a line. */
export async function unexplained(
  suite: Suite,
  verifying: Verifying,
  provider: Provider,
): Promise<readonly string[]> {
  const said = representable(suite.catalogue, { examples: {}, invariants });
  const notSeen = (id: string) => {
    const pact = said.get(id);
    return pact?.said ? pact.notSeen : [];
  };
  const found = await differences(suite, verifying, provider);
  return found.flatMap(({ id, run: ran, pact }) => {
    // Pact sees less, never more: what it finds wrong and the run does not would be a false alarm.
    if (ran.verdict !== 'deviates') return [`${id}: ${ran.verdict} in the run, ${pact.verdict} with Pact`];
    return ran.findings
      .filter(({ severity }) => severity === 'deviation')
      .filter((finding) => whyUnseen(finding, notSeen(id)) === undefined)
      .map(({ location, message }) => `${id}: ${location}: ${message}`);
  });
}

async function against(
  suite: Suite,
  { make, terms = {} }: Provider,
  manner: (options: RunOptions) => RunOptions,
  selected: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CaseResult>> {
  const reference = createReference();
  const listening = await serve(reference, make(reference));
  const { accountId, instanceId, token, version } = reference.defaults;
  try {
    const { result } = await run(
      manner({
        ...optionsOf(
          suite,
          { accountId, instanceId, token, version },
          { url: listening.url, driver: statesOf(reference), terms },
        ),
        selected,
      }),
    );
    return new Map(result.cases.filter(({ id }) => selected.has(id)).map((item) => [item.id, item]));
  } finally {
    await listening.close();
  }
}

/** A deviation that the run finds and Pact cannot see, beside what the contract lists as not said. */
interface Blind {
  readonly because: string;
  readonly test: (finding: Finding) => boolean;
}

/** The written list: what Pact's matching does not look at in any contract. */
export const blind: readonly Blind[] = [
  {
    because: 'Pact reads JSON with a parser that keeps the last of two members of one name',
    test: ({ actual }) => actual === 'two, with different values',
  },
  {
    because: 'Pact looks at each of several header fields of one name by itself',
    test: ({ location, actual }) => location === 'header Content-Type' && /^(.*), \1$/.test(actual ?? ''),
  },
];

/** Why Pact does not see a deviation that the run has found; undefined when it should. */
export function whyUnseen(finding: Finding, notSeen: readonly string[]): string | undefined {
  const place = finding.location ?? '';
  const said = notSeen.find((what) => {
    const [subject = ''] = what.split(':');
    if (what.startsWith('the body and its media type')) return /^body|^header Content-Type/.test(place);
    if (what.startsWith('the body')) return place.startsWith('body');
    if (what.startsWith('that the answer to HEAD')) return finding.check === 'head_body_absence';
    if (what.includes('its relation')) return what.includes(`(${finding.requirement})`);
    // Advice makes warnings; else it would explain whatever is wrong below its place.
    if (what.endsWith('what is only advised')) return false;
    const unseen = subject.replace(/\/\*$/, '');
    return (
      place === unseen || (/may be absent|any type|items beside/.test(what) && place.startsWith(`${unseen}/`))
    );
  });
  return said ?? blind.find(({ test }) => test(finding))?.because;
}
