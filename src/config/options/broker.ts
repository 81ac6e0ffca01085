import * as kinds from '../kinds.ts';
import { type Option, optional, withDefault } from '../option.ts';

const broker = 'Pact Broker';

/** What is published to a Pact Broker. */
export const brokerOptions = {
  publish: withDefault(kinds.flag, false, {
    commands: ['verify'],
    group: broker,
    help: 'publish the result to the Pact Broker, for the contracts that are there',
    needs: [{ key: 'broker', because: 'it names where to publish' }],
  }),
  broker: optional(kinds.rootUrl, {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'root URL of the Pact Broker',
    needs: [{ key: 'publish', because: 'only the published result is sent to the broker' }],
  }),
  brokerToken: optional(kinds.headerSecret, {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'token of the broker; prefer the variable CLOUDDB_BROKER_TOKEN, which other users of the machine cannot see',
    needs: [{ key: 'broker', because: 'it is sent only to the broker' }],
    secretShownAs: '$CLOUDDB_BROKER_TOKEN',
  }),
  appVersion: optional(kinds.segment('VERSION'), {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'version to publish; by default the commit that git has checked out',
    needs: [{ key: 'broker', because: 'it is used only for publishing' }],
  }),
  branch: optional(kinds.segment('NAME'), {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'branch of that version; by default the one that git has checked out, if any',
    needs: [{ key: 'broker', because: 'it is used only for publishing' }],
  }),
  tag: withDefault(kinds.list(kinds.segment('NAME'), { commas: true }), [], {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'tags of that version',
    needs: [{ key: 'broker', because: 'they are used only for publishing' }],
  }),
} satisfies Record<string, Option<unknown>>;
