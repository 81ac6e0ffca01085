import type { Check } from './check.ts';

/** Stack traces of common runtimes, also inside a JSON string, where a line break is `\n` and a tab `\t`. */
const traces: readonly (readonly [runtime: string, pattern: RegExp])[] = [
  ['Python', /Traceback \(most recent call last\)/],
  ['Java', /(?:\b|\\t)at [\w$.]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d{1,6}\)/],
  // A letter or ">" before the line number distinguishes a file name from a time of day.
  ['JavaScript', /\bat [^\n]{0,300}[A-Za-z>]:\d{1,6}:\d{1,6}\)?(?:\\n|\n|$)/],
  ['.NET', /\bat [\w.`[\]]{1,200}\([^)\n]{0,300}\) in [^\n]{1,300}:line \d{1,6}/],
  ['Go', /goroutine \d{1,9} \[running\]/],
  ['Ruby', /\.rb:\d{1,6}:in [`'"]/],
  ['PHP', /#0 [^\n]{1,300}\.php\(\d{1,6}\)/],
];

/** How many bytes of a body are searched: traces are at the start, and a hostile body may be endless. */
const searched = 65_536;

/** The body shows no stack trace (CWE-209). A warning, because the reference does not require it. */
export const stackTraceDisclosure: Check = {
  id: 'stack_trace_disclosure',
  run({ response }) {
    const text = Buffer.from(response.body.subarray(0, searched)).toString();
    for (const [runtime, pattern] of traces) {
      const [found] = pattern.exec(text) ?? [];
      if (found !== undefined) {
        return [
          {
            check: this.id,
            severity: 'warning',
            location: 'body',
            actual: found,
            message: `The body seems to contain a stack trace of ${runtime}.`,
          },
        ];
      }
    }
    return [];
  },
};
