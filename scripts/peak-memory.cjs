const { readFileSync, writeSync } = require('node:fs');

/**
 * Loaded into a measured process: prints processor time and peak resident memory at its end. Uses `/proc` if
 * it exists: on Linux, `getrusage` also counts the memory of the parent process at the time of the fork.
 */
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const cpu = Math.round((user + system) / 1000);
  writeSync(2, `peak-kb=${ofProc() ?? process.resourceUsage().maxRSS} cpu-ms=${cpu}\n`);
});

function ofProc() {
  try {
    return /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
