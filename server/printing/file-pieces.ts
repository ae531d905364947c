import { randomBytes } from 'node:crypto'
import { open, seal, type KeyService } from '../keys/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Db, Tx } from '../platform/database.ts'

/** A file of cards is kept in pieces, so that nobody ever holds it whole. */
const PIECE_BYTES = 256 * 1024

/** A key that opens one file only; thrown away with it. */
export interface FileKey {
  plain: Uint8Array
  /** for the database */
  sealed: Uint8Array
}

const keyContext = (jobId: string): string => `print-file:${jobId}`
const pieceContext = (jobId: string, number: number): string => `print-file:${jobId}:${number}`

export function newFileKey(keys: KeyService, jobId: string): FileKey {
  const plain = randomBytes(32)
  return { plain, sealed: keys.sealForSystem(plain.toString('base64'), keyContext(jobId)) }
}

export const openFileKey = (keys: KeyService, jobId: string, sealed: Uint8Array): Uint8Array =>
  Buffer.from(keys.openForSystem(sealed, keyContext(jobId)), 'base64')

export async function insertPiece(
  tx: Tx,
  { jobId, number, key, bytes }: { jobId: string; number: number; key: FileKey; bytes: Uint8Array },
): Promise<void> {
  const sealed = seal(key.plain, bytes, pieceContext(jobId, number))
  await tx.insertInto('print_file_pieces').values({ job_id: jobId, number, sealed }).execute()
}

/** The file's bytes, one piece in memory at a time. Throws when it was thrown away meanwhile: half a file must not look whole. */
export async function* readPieces(
  db: Db,
  { jobId, key, pieces }: { jobId: string; key: Uint8Array; pieces: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let number = 1; number <= pieces; number += 1) {
    const piece = await db
      .selectFrom('print_file_pieces')
      .select('sealed')
      .where('job_id', '=', jobId)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!piece) throw new AppError('print-file-gone', 'A file of cards was thrown away while it was read')
    yield open(key, piece.sealed, pieceContext(jobId, number))
  }
}

/** What is drawn, in pieces of one size. */
export async function* inPieces(drawn: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const part of drawn) {
    waiting.push(part)
    bytes += part.length
    if (bytes < PIECE_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}

/** Nothing opens it any more. Whoever still draws it notices by the attempt. */
export async function throwAway(tx: Tx, jobId: string): Promise<void> {
  await tx
    .updateTable('print_files')
    .set((eb) => ({ sealed_key: null, heard_at: null, attempt: eb('attempt', '+', 1) }))
    .where('job_id', '=', jobId)
    .execute()
  await tx.deleteFrom('print_file_pieces').where('job_id', '=', jobId).execute()
}
