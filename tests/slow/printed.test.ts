import { hostileText } from '../support/hostile-output.ts';
import { testPrinted } from '../support/printed.ts';

testPrinted(hostileText, 25);
