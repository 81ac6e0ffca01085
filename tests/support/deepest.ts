/** Id of the operation that most tests are about: the first, and the one that is judged most deeply. */
export const deepest = 'upgradeInstance';
