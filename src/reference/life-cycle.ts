import type { Flavor } from './flavors/flavors.ts';

/** The general page about instance statuses lists them; the release notes add the last. */
export const instanceStatuses = [
  'ACTIVE',
  'BACKUP',
  'BLOCKED',
  'BUILD',
  'CONVERT_TO_HA',
  'DELETION_PENDING',
  'DETACH_REPLICA',
  'ERROR',
  'FAILED',
  'REBOOT',
  'REPLICATION_ERROR',
  'RESIZE',
  'RESTART_REQUIRED',
  'RESTART',
  'SHUTDOWN',
  'VERIFY_UPGRADE',
] as const;

export type InstanceStatus = (typeof instanceStatuses)[number];

/** What takes time. */
export const processes = ['build', 'restart', 'resize', 'detach', 'delete'] as const;
export type Process = (typeof processes)[number];

/** How long each process takes, in milliseconds. With 0, the next request finds it done. */
export type LifeCycleTimes = Readonly<Record<Process, number>>;

export const noTimes: LifeCycleTimes = { build: 0, restart: 0, resize: 0, detach: 0, delete: 0 };

/** What the end of a process changes. */
export interface Outcome {
  readonly status: InstanceStatus;
  readonly flavor?: Flavor;
  readonly volumeSize?: number;
  /** True: it is no longer a replica. */
  readonly detached?: true;
}

/** Something that happens to an instance at a time, if nothing else happens before. */
export interface Due {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly outcome: Outcome | 'removed';
}

/** What follows a change that takes `duration`: the end state, at once. */
export const endingIn = (now: number, duration: number, outcome: Outcome): readonly Due[] => [
  { at: now + duration, outcome },
];

/** A deletion is scheduled first, then services end, then the instance is gone (general page on statuses). */
export const deletion = (now: number, duration: number): readonly Due[] => [
  { at: now + duration / 2, outcome: { status: 'SHUTDOWN' } },
  { at: now + duration, outcome: 'removed' },
];
