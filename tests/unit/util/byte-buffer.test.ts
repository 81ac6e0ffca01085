import fc from 'fast-check';
import { ByteBuffer } from '../../../src/util/byte-buffer.ts';

test('holds what was appended, in order, and copies of it', () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 })), (pieces) => {
      const buffer = new ByteBuffer();
      for (const piece of pieces) {
        const shared = Uint8Array.from(piece);
        buffer.append(shared);
        shared.fill(0);
      }
      const expected = Buffer.concat(pieces);
      expect(buffer.length).toBe(expected.length);
      expect(buffer.toBytes().equals(expected)).toBe(true);
      expect(buffer.toBytes().buffer.byteLength).toBeLessThanOrEqual(Math.max(8192, expected.length));
      expect(buffer.toString()).toBe(expected.toString());
    }),
  ));
