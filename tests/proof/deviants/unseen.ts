import type { Provider } from '../proof/behaviour.ts';
import { isAction } from '../proof/behaviours.ts';

/** A deviation that the suite does not report, and why. */
export interface Unseen extends Provider {
  readonly why: string;
}

/** Kept in sight: the day one of them is reported, it becomes a deviant. */
export const unseen: readonly Unseen[] = [
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
