import { array, assert, integer, property, string } from 'fast-check';
import { TextInPieces } from '../../../src/util/text-in-pieces.ts';

test('a part is that of the whole, wherever the pieces end', () => {
  const position = integer({ min: 0, max: 60 });
  assert(
    property(array(string({ maxLength: 8 }), { maxLength: 8 }), position, position, (pieces, a, b) => {
      const text = new TextInPieces(pieces);
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      expect(text.length).toBe(pieces.join('').length);
      expect(text.slice(start, end)).toBe(pieces.join('').slice(start, end));
      expect(text.slice(start)).toBe(pieces.join('').slice(start));
      expect(text.unitAt(start)).toBe(pieces.join('').charCodeAt(start));
    }),
  );
});
