import { configName } from '../../config/config-discovery.ts';
import type { Template } from './template.ts';

/**
 * A config file that is valid as it stands once its variable is set; all but the essentials is commented out. Lines
 * that begin with # and no space are options; a test takes the # away and reads them.
 */
export const configTemplate: Template = {
  path: `${configName}.yaml`,
  next: 'Try it: CLOUDDB_TARGET=https://… npx clouddb-conformance run --plan says what would be sent, and sends nothing.',
  text: `# yaml-language-server: $schema=./node_modules/clouddb-conformance/spec/config.schema.json
#
# Options of clouddb-conformance, which finds this file by its name in the working directory. (The line above is for
# editors; it has an effect where the package is installed.) A variable is stronger than this file (CLOUDDB_MAX_TIME
# for maxTime), an option on the command line (--max-time) stronger than both.
#
# \${NAME} in a value stands for the variable NAME, which must then be set and not be empty; \${NAME:-text} has a
# default; $\${ stands for \${ itself.
#
# All options: npx clouddb-conformance run --help

# What is tested: the root of the API, without the version, and the account the requests are made for.
# Without a target the suite would test its own reference implementation.
target: "\${CLOUDDB_TARGET}"
#apiVersion: v1.0
#account: "1234"

# The token of that account. Better than here it stands in the variable CLOUDDB_TOKEN, or in a file.
#tokenFile: token.txt
# Or an identity service gives one for these credentials.
#auth:
#  type: keystone-v3
#  url: https://keystone.example:5000/v3
#  username: tester
#  password: "\${OS_PASSWORD}"
#  projectName: conformance

# How the target is connected to: authorities to trust, a client certificate, header fields for a gateway.
#ca: ca.pem
#cert: client.pem
#key: client-key.pem
#header: ["X-Gateway-Key: \${GATEWAY_KEY}"]

# An instance that may be asked to upgrade, and the datastore it runs. They go together.
#instance: 44b277eb-39be-4921-be31-3d61b43651d7
#datastore: mysql:5.6

# What brings provider states about (a busy instance, an account over its limit, …): an endpoint that speaks Pact's
# protocol, module:FILE or command:"PROG ARGS". What cannot be brought about is reported as not shown.
#states: http://localhost:8081/_pact/provider-states
#stateTimeout: 600
#stateConcurrency: 4
# Or values, for states that the target is in already.
#stateValues:
#  the instance is replicated:
#    instanceId: 7e2ab6b4-6b0b-4b7e-9d2c-1c0a3f2f5a11

# What may be sent to an instance that is not isolated: observe (nothing that could change it), reject (also what has
# to be rejected), upgrade (also real upgrades).
#consent: reject

# Which cases are sent: ids, in which * and ? stand for anything and any one character, or a status.
#only: ["*/404/*", 405]
#skip: [413]

# How fast, and how long at most: requests at a time, their rate, milliseconds to a complete answer, seconds in all.
#concurrency: 8
#rate: 5/s
#timeout: 30000
#maxTime: 1800

# Where reports go, and what counts in the exit code: known deviations; documented statuses that may stay unshown;
# warnings.
#report: [json=clouddb-conformance.json, junit=clouddb-conformance.xml]
#waivers: waivers.yaml
#allowIncomplete: [500, 501, 503]
#strict: true
`,
};
