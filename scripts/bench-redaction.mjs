/**
 * How long the search for secrets takes: its share of a run, and that its time is in proportion to the text, whatever the
 * length of the secrets. A part of `npm run bench`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '../dist/src/secrets/redaction.js';

const sizes = [256 * 1024, 1024 * 1024];
const lengths = [16, 256, 8192];
const rounds = 5;

/** What escapes, base64 and plain words look like, again and again. */
const unit = `{"a":"%25\\"\\\\u0041&#00065;=41~1","b":"${Buffer.from('some words and more').toString('base64')}"} `;

export function redactionTimes() {
  console.log(
    `search for secrets, ms of processor for ${sizes.map((size) => `${size / 1024} KiB`).join(' and ')}:`,
  );
  for (const length of lengths) {
    const secrets = Array.from({ length: 20 }, (_, index) => ({
      name: `S${index}`,
      value: `${index}-${'k3yXw'.repeat(length)}`.slice(0, length),
    }));
    const [small, large] = sizes.map((size) =>
      leastTime(createRedactor(secrets), unit.repeat(size / unit.length)),
    );
    console.log(
      `  20 secrets of ${String(length).padStart(4)} characters ${small.toFixed(0).padStart(6)} ${large.toFixed(0).padStart(6)}  ratio ${(large / small).toFixed(1)} (sizes: ${sizes[1] / sizes[0]})`,
    );
  }
}

function leastTime({ segments }, text) {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage().user;
    segments(text);
    return (process.cpuUsage().user - before) / 1000;
  });
  return Math.min(...times);
}

/** The share of samples of a profile that are within `src/secrets`, of those in which something runs. */
export function redactionShare(args, folder) {
  const profiles = join(folder, `profiles-${args.length}`);
  mkdirSync(profiles, { recursive: true });
  for (let round = 0; round < rounds; round += 1)
    spawnSync(process.execPath, ['--cpu-prof', '--cpu-prof-dir', profiles, ...args]);
  const shares = readdirSync(profiles).map((file) =>
    shareIn(JSON.parse(readFileSync(join(profiles, file), 'utf8'))),
  );
  const [share] = shares.toSorted((one, other) => one.ms - other.ms);
  return `${share.ms.toFixed(0)} ms, ${(100 * share.of).toFixed(0)} % of the run`;
}

function shareIn({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const known = new Map();
  const isRedaction = (id) => {
    if (id === undefined) return false;
    if (!known.has(id))
      known.set(id, byId.get(id).callFrame.url.includes('/src/secrets/') || isRedaction(parents.get(id)));
    return known.get(id);
  };
  let [redaction, all] = [0, 0];
  for (const [index, id] of samples.entries()) {
    if (byId.get(id).callFrame.functionName === '(idle)') continue;
    all += timeDeltas[index];
    if (isRedaction(id)) redaction += timeDeltas[index];
  }
  return { ms: redaction / 1000, of: redaction / all };
}
