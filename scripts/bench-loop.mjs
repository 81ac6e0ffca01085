/**
 * Sends the requests of a stored report again, as plainly as Node can, and prints how many milliseconds that took from the
 * first to the last answer. A part of `npm run bench`.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const [file, url, concurrency, token] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });

const requests = JSON.parse(readFileSync(file, 'utf8'))
  .cases.flatMap(({ exchanges }) => exchanges)
  .map((exchange) => ({ ...exchange.request, bytes: bytesOf(exchange.request.body) }));

/** What a report has cut is filled up to its length. */
function bytesOf(body) {
  if (!body) return undefined;
  const bytes = Buffer.from(body.text, body.encoding === 'base64' ? 'base64' : 'utf8');
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, body.bytes - bytes.length), 'x')]);
}

async function send({ method, url: target, headers, bytes }) {
  const { pathname, search } = new URL(target);
  const sent = request({
    ...{ agent, hostname, port, method },
    path: pathname + search,
    headers: headers
      .filter(([name]) => !/^(transfer-encoding|connection)$/i.test(name))
      .flatMap(([name, value]) => [name, value.replaceAll(/\$\w+/g, token)]),
  });
  sent.end(bytes);
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
}

const started = performance.now();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let next = requests.shift(); next; next = requests.shift()) await send(next);
  }),
);
console.log((performance.now() - started).toFixed(1));
agent.destroy();
