/** Windows has no modes of files, no named pipes, no limit of open files and no bash. */
const isWindows = process.platform === 'win32';
export const testOnPosix = isWindows ? test.skip : test;
export const describeOnPosix = isWindows ? describe.skip : describe;

/** Elsewhere `/dev/fd` does not open a descriptor again. */
export const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
