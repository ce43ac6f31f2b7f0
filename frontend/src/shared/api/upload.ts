/* A file to the server in pieces of 1 MiB: announced with its size and hash, each piece idempotent, so that a cut line
   costs at most one piece. */
import { putBytes } from './client.ts';

export const PIECE_BYTES = 1024 * 1024;

export interface Piece {
  readonly n: number;
  readonly from: number;
  readonly to: number;
}

export function piecesOf(size: number): Piece[] {
  return Array.from({ length: Math.ceil(size / PIECE_BYTES) }, (_, n) => ({
    n,
    from: n * PIECE_BYTES,
    to: Math.min(size, (n + 1) * PIECE_BYTES),
  }));
}

export async function sha256Hex(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function sendPieces(
  path: string,
  file: Blob,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const piece of piecesOf(file.size)) {
    await putBytes(`${path}/${piece.n}`, file.slice(piece.from, piece.to), {}, signal);
    onSent(piece.to / file.size);
  }
}
