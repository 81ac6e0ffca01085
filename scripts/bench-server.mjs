/**
 * Answers each request after so many milliseconds, and state requests at once with new ids. `/log` has when each of the
 * other requests came, and when it was answered. A part of `npm run bench`.
 */
import { createServer } from 'node:http';

const delay = Number(process.argv[2]);
let next = 0;
const log = [];

const server = createServer((request, response) => {
  request.resume();
  const came = Date.now();
  request.on('end', () => {
    const answer = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    next += 1;
    if (request.url === '/states')
      answer(200, { accountId: '1', instanceId: `i-${next}`, token: `token-${next}` });
    else if (request.url === '/broken') answer(500, {});
    else if (request.url === '/log') answer(200, log);
    else {
      const refuse = () => {
        answer(422, { unprocessableEntity: { code: 422, message: 'no' } });
        log.push([came, Date.now()]);
      };
      if (delay > 0) setTimeout(refuse, delay);
      else refuse();
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
