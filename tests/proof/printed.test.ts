import fc from 'fast-check';
import { everyHostileBit } from '../support/hostile-output.ts';
import { testPrinted } from '../support/printed.ts';

/** One text that holds every bit of a hostile one; random ones are in `tests/slow`. */
testPrinted(fc.constant(everyHostileBit), 1);
