import type { ResourceKind } from '../checks/resource.ts';

/** Which of the user's values are tried before anything is sent that may change the target (decision 0018). */
export interface PreflightOptions {
  readonly resources: readonly ResourceKind[];
  /** What the user says of the run's own resource, and by which option. */
  readonly expected?: { readonly params: Readonly<Record<string, unknown>>; readonly option: string };
  /** How long a resource that is not at rest is waited for, in seconds; and by which option. */
  readonly waitS: number;
  readonly waitOption: string;
  /** The option that leaves all of this out. */
  readonly offOption: string;
  /** How messages call the values, by name. */
  readonly inputs: Readonly<Record<string, string>>;
}
