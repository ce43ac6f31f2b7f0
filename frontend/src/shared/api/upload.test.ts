import { describe, expect, it } from 'vitest';
import { PIECE_BYTES, piecesOf } from './upload.ts';

describe('pieces of a file', () => {
  it('cover it without a gap', () => {
    const size = 2 * PIECE_BYTES + 5;
    const pieces = piecesOf(size);
    expect(pieces.map((piece) => piece.to - piece.from)).toEqual([PIECE_BYTES, PIECE_BYTES, 5]);
    expect(pieces.map((piece) => piece.from)).toEqual([0, PIECE_BYTES, 2 * PIECE_BYTES]);
  });
  it('are none of an empty file, and one of a full piece', () => {
    expect(piecesOf(0)).toEqual([]);
    expect(piecesOf(PIECE_BYTES)).toHaveLength(1);
  });
});
