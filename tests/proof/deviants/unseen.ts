import type { Provider } from '../proof/behaviour.ts';
import { always, isAction } from '../proof/behaviours.ts';
import { plain } from '../proof/service.ts';

/** A deviation that the suite does not report, and why. */
export interface Unseen extends Provider {
  readonly why: string;
}

/** Kept in sight: the day one of them is reported, it becomes a deviant. */
export const unseen: readonly Unseen[] = [
  {
    name: 'bytes-after-the-answer',
    sentence: 'Sends bytes after each complete answer.',
    why: 'They reach the client at no certain time, mostly when the exchange is over; the connection is not used again.',
    make: always({
      wire: (answer, asked) =>
        asked.method === 'HEAD' ? undefined : { pieces: [...plain(answer, asked).pieces, 'surplus'] },
    }),
  },
  {
    name: 'closes-a-used-connection-now-and-then',
    sentence: 'Closes the connection on each tenth request that comes over a used one.',
    why: 'It looks like a connection closed while idle, which is lawful: such a request is sent once more, and the report shows both exchanges.',
    terms: { inOrder: true },
    make: () => {
      let count = 0;
      return {
        answer(answer, asked) {
          const used = asked.headers.get('connection') === 'keep-alive';
          if (!isAction(asked) || !used || answer.status === 202) return answer;
          count += 1;
          return count % 10 === 9 ? 'close' : answer;
        },
      };
    },
  },
];
