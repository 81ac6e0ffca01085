import { configName } from '../../config/config-discovery.ts';
import type { Template } from './template.ts';

/**
 * A config file that is valid once its variable is set. All but the essentials is commented out: lines that begin with
 * # and no space are options, and a test removes the # and reads them.
 */
export const configTemplate: Template = {
  path: `${configName}.yaml`,
  next: 'Try it with the command that you used for init: CLOUDDB_TARGET=https://… clouddb-conformance run --plan shows what would be sent, and sends nothing.',
  text: `# yaml-language-server: $schema=./node_modules/clouddb-conformance/spec/config.schema.json
#
# Options of clouddb-conformance, which looks for a file of this name in the working directory. (The line above is for
# editors; it works where the package is installed.) A variable (CLOUDDB_MAX_TIME for maxTime) overrides this file,
# and an option on the command line (--max-time) overrides both.
#
# \${NAME} in a value stands for the variable NAME, which must be set and not empty; \${NAME:-text} has a default;
# $\${ stands for \${ itself.
#
# All options: clouddb-conformance run --help

# The target: the root of the API, without the version, and the account that the requests are for.
# Without a target the suite would test the built-in reference implementation.
target: "\${CLOUDDB_TARGET}"
#apiVersion: v1.0
#account: "1234"

# The token of that account. Put it into the variable CLOUDDB_TOKEN or into a file, not into this one.
#tokenFile: token.txt
# Or an identity service gives a token for these credentials.
#auth:
#  type: keystone-v3
#  url: https://keystone.example:5000/v3
#  username: tester
#  password: "\${OS_PASSWORD}"
#  projectName: conformance

# How to connect to the target: authorities to trust, a client certificate, header fields for a gateway.
#ca: ca.pem
#cert: client.pem
#key: client-key.pem
#header: ["X-Gateway-Key: \${GATEWAY_KEY}"]

# An instance that may be asked to upgrade, and the datastore that it runs. Give both or none.
#instance: 44b277eb-39be-4921-be31-3d61b43651d7
#datastore: mysql:5.6

# What sets up provider states (a busy instance, an account over its limit, …): an endpoint that speaks Pact's
# protocol, module:FILE or command:"PROG ARGS". Cases whose state cannot be set up are reported as not-exercised.
#states: http://localhost:8081/_pact/provider-states
#stateTimeout: 600
#stateConcurrency: 4
# And values for states that the target is in already, where these do not support them.
#stateValues:
#  the instance is replicated:
#    instanceId: 7e2ab6b4-6b0b-4b7e-9d2c-1c0a3f2f5a11

# What may be sent to an instance that is not isolated: observe (nothing that could change it), reject (also what the
# target must reject), change (also real upgrades).
#consent: reject

# What the run is about: operation ids or tags of the document. By default all of its operations.
#operation: [instances]
# Which cases are sent: case ids, or statuses. In an id * stands for any text, ? for any one character.
#only: ["*/404/*", 405]
#skip: [413]

# Pace and limits: requests at a time, their rate, milliseconds to a complete answer, seconds in all.
#concurrency: 8
#rate: 5/s
#timeout: 30000
#maxTime: 1800

# Where reports go, and what changes the exit code: known deviations, documented statuses that may stay unshown,
# warnings.
#report: [json=clouddb-conformance.json, junit=clouddb-conformance.xml]
#waivers: waivers.yaml
#allowIncomplete: [500, 501, 503]
#strict: true
`,
};
