import type { Case } from '../catalogue/case.ts';
import type { StateScope } from '../model/provider-state.ts';

export interface Order {
  /**
   * Groups, one after the other, of what may be in flight at the same time. What may change its resource comes
   * second: that a resource is given to nobody else is seen by comparison with those given before.
   */
  readonly together: readonly (readonly Case[])[];
  /** One by one after that: their state is felt by everyone while it is set up (decision 0003). */
  readonly exclusive: readonly Case[];
}

/** Whether a state is felt beyond its own resource, by what the driver answered. The run then sends the case last. */
export const affectsOthers = (answered: StateScope | undefined): boolean =>
  answered !== undefined && answered !== 'instance';

/** The order of sending, as far as it is known before a driver has answered. */
export function orderOf(cases: readonly Case[], scopeOf: (state: string) => StateScope): Order {
  const reaching = (item: Case) => item.states.some(({ name }) => scopeOf(name) === 'service');
  const together = cases.filter((item) => !reaching(item));
  return {
    together: [
      together.filter(({ risk }) => risk !== 'change'),
      together.filter(({ risk }) => risk === 'change'),
    ],
    exclusive: cases.filter(reaching),
  };
}
