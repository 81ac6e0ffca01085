import * as kinds from '../kinds.ts';
import { lifeCycleTimes } from '../life-cycle-times.ts';
import { type Option, optional, withDefault } from '../option.ts';
import { stateValues } from '../state-values.ts';
import { statesSource } from '../states-kind.ts';

const day = 86_400;
const states = 'Provider states';
const selection = 'Selection';
const pace = 'Pace and limits';

/** What is run, and how fast; and the server of `serve`. */
export const runOptions = {
  host: withDefault(kinds.host, '127.0.0.1', {
    commands: ['serve'],
    group: 'Server',
    help: 'address to listen on',
  }),
  port: withDefault(kinds.wholeNumber('N', 0, 65_535), 8080, {
    commands: ['serve'],
    group: 'Server',
    help: 'port to listen on; 0 chooses a free port and prints it',
    foreign: { values: /^(tcp|udp|sctp):\/\//i, what: 'a Kubernetes service named clouddb' },
  }),
  lifeCycleTimes: optional(lifeCycleTimes, {
    commands: ['serve'],
    group: 'Server',
    help: 'seconds that building, restarting, resizing, detaching and deleting an instance take; by default none: the next request finds it done',
  }),
  limits: withDefault(kinds.flag, false, {
    commands: ['serve'],
    group: 'Server',
    help: 'answer 413 beyond the rate limits of the reference, such as 5 actions a minute',
  }),
  states: optional(statesSource, {
    commands: ['run'],
    group: states,
    help: 'what sets provider states up: an endpoint (Pact’s protocol), a file of handlers in JavaScript or TypeScript, or a program',
    needs: [{ key: 'target', because: 'the built-in target brings its own provider states' }],
  }),
  stateValues: optional(stateValues, {
    commands: ['run'],
    group: states,
    help: 'values for provider states that exist on the target already, by name of state',
    needs: [{ key: 'target', because: 'the built-in target brings its own provider states' }],
    onlyInFile: true,
  }),
  stateTimeout: withDefault(kinds.wholeNumber('S', 1, day, 'seconds'), 600, {
    commands: ['run'],
    group: states,
    help: 'seconds that one set-up or teardown may take',
  }),
  stateConcurrency: withDefault(kinds.wholeNumber('N', 1, 256), 4, {
    commands: ['run'],
    group: states,
    help: 'number of set-ups at the same time',
  }),
  keep: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: states,
    help: 'do not tear the one selected provider state down, so that its requests can be repeated by hand',
    needs: [
      { key: 'only', because: 'only one set-up can be kept' },
      { key: 'target', because: 'the built-in target ends with the run' },
    ],
  }),
  fresh: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: states,
    help: 'set up a state for each case, instead of sharing it where that is safe',
  }),
  operation: withDefault(kinds.list(kinds.operationName, { commas: true }), [], {
    commands: ['run', 'list', 'publish'],
    group: selection,
    help: 'run only these operations, by operationId or tag; unlike --only it may end as conformant, for these operations',
  }),
  only: withDefault(kinds.list(kinds.pattern, { commas: true }), [], {
    commands: ['run', 'list'],
    group: selection,
    help: 'run only these cases: ids, in which * and ? match any text and any one character, or a status',
  }),
  skip: withDefault(kinds.list(kinds.pattern, { commas: true }), [], {
    commands: ['run', 'list'],
    group: selection,
    help: 'skip these cases, even if --only names them',
  }),
  shard: optional(kinds.shard, {
    commands: ['run', 'list'],
    group: selection,
    help: 'run only part I of N of the cases; `report` merges the JSON reports of all parts',
  }),
  consent: withDefault(
    kinds.choice(['observe', 'reject', 'change', 'destroy'], { upgrade: 'change' }),
    'reject',
    {
      commands: ['run'],
      group: selection,
      help: 'what may be sent to an instance that is not isolated: observe (nothing that could change it), reject (also requests that must be rejected), change (also requests that change it), destroy (also requests that could make or remove something)',
    },
  ),
  plan: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: selection,
    help: 'show what would be sent, and send nothing',
  }),
  concurrency: withDefault(kinds.wholeNumber('N', 1, 256), 8, {
    commands: ['run'],
    group: pace,
    help: 'number of requests at the same time',
  }),
  rate: optional(kinds.rate, { commands: ['run'], group: pace, help: 'highest rate of requests' }),
  noPreflight: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: selection,
    help: 'do not try token, account, --instance and --datastore by reading them before anything is sent',
  }),
  burst: withDefault(kinds.wholeNumber('N', 0, 100_000), 0, {
    commands: ['run'],
    group: pace,
    help: 'without provider states, send up to N harmless requests at the end to reach the rate limit; 0 turns it off',
    needs: [{ key: 'target', because: 'the built-in target sets up its limit by itself' }],
  }),
  timeout: withDefault(kinds.wholeNumber('MS', 1, 3_600_000, 'milliseconds'), 30_000, {
    commands: ['run'],
    group: pace,
    help: 'milliseconds to wait for a complete answer',
  }),
  maxTime: withDefault(kinds.wholeNumber('S', 1, day, 'seconds'), 1800, {
    commands: ['run'],
    group: pace,
    help: 'seconds that the whole run may take',
  }),
  maxWait: withDefault(kinds.wholeNumber('S', 0, day, 'seconds'), 120, {
    commands: ['run'],
    group: pace,
    help: "seconds that the run waits for the target's throttle while no case is answered",
  }),
  wait: withDefault(kinds.wholeNumber('S', 0, day, 'seconds'), 0, {
    commands: ['run'],
    group: pace,
    help: 'seconds to wait until the target answers at all, before the run begins',
    needs: [{ key: 'target', because: 'the built-in target is ready at once' }],
  }),
} satisfies Record<string, Option<unknown>>;
