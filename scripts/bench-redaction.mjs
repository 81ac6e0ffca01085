/**
 * How long the search for secrets takes: its time is in proportion to the text, whatever the length of the secrets. A part
 * of `npm run bench`.
 */
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
