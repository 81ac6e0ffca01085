const { readFileSync, writeSync } = require('node:fs');

/**
 * Loaded into a measured process: at its end, says its processor time, and the most memory it had resident. From `/proc` where there is one:
 * on Linux, `getrusage` counts what the process that started this one had resident before the program was loaded.
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
