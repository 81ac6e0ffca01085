import { renderReport } from '../../../src/app/finish-run.ts';
import { inPieces, isReportFormat, reporters } from '../../../src/reporters/index.ts';
import { printable } from '../../../src/util/printable.ts';
import {
  conformantResult,
  deviatingResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  sampleResult,
} from '../../support/results.ts';

const results = [
  sampleResult([]),
  conformantResult(),
  incompleteResult(),
  deviatingResult(),
  hostileResult(Object.values(hostileTexts).join(' ')),
];

describe.each(Object.keys(inPieces).filter(isReportFormat))('%s in pieces', (format) => {
  test.each(results)('is the same text, with a line break between two of them: %#', async (result) => {
    const load = inPieces[format];
    const pieces: string[] = [];
    for await (const piece of (await load?.())?.(result) ?? []) pieces.push(piece);
    const whole = await (await reporters[format]())(result, { color: false });
    expect(pieces.join('')).toBe(whole);
    for (const [index, piece] of pieces.slice(1).entries())
      expect(pieces[index]?.endsWith('\n') || piece.startsWith('\n')).toBe(true);
    // Nothing that is escaped reaches over a line break.
    expect((await renderReport(format, result, { color: false })).join('')).toBe(printable(whole));
  });
});
