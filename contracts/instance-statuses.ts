/** Every status of the reference in which an instance is not at rest (general page "Database instance status"). */
export const busyStatuses = [
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
  'RESTART',
  'RESTART_REQUIRED',
  'SHUTDOWN',
];
