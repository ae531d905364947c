import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { RandomAccessReader } from 'yauzl'
import { open, seal, type KeyService } from '../keys/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Db, Tx } from '../platform/database.ts'
import { PIECE_BYTES } from './schema.ts'

const keyContext = (importId: string): string => `import-file:${importId}`
const pieceContext = (importId: string, position: number): string => `import-file:${importId}:${position}`

/** A key that opens one file only; thrown away with it. @returns it sealed, for the database */
export const newFileKey = (keys: KeyService, importId: string): Uint8Array =>
  keys.sealForSystem(randomBytes(32).toString('base64'), keyContext(importId))

const openFileKey = (keys: KeyService, importId: string, sealed: Uint8Array): Uint8Array =>
  Buffer.from(keys.openForSystem(sealed, keyContext(importId)), 'base64')

export async function insertPiece(
  tx: Tx,
  keys: KeyService,
  file: { importId: string; sealedKey: Uint8Array; position: number; bytes: Uint8Array },
): Promise<void> {
  const { importId, position, bytes } = file
  const sealed = seal(openFileKey(keys, importId, file.sealedKey), bytes, pieceContext(importId, position))
  await tx.insertInto('import_pieces').values({ import_id: importId, position, sealed }).execute()
}

/** A file that was received, opened one piece at a time. */
export interface KeptFile {
  bytes: number
  /** from a byte up to another, the whole file by default */
  read(start?: number, end?: number): AsyncGenerator<Uint8Array, void, undefined>
}

export function openFile(
  db: Db | Tx,
  keys: KeyService,
  { importId, sealedKey, bytes }: { importId: string; sealedKey: Uint8Array; bytes: number },
): KeptFile {
  const key = openFileKey(keys, importId, sealedKey)
  let last: { position: number; bytes: Uint8Array } | undefined
  async function piece(position: number): Promise<Uint8Array> {
    if (last?.position === position) return last.bytes
    const row = await db
      .selectFrom('import_pieces')
      .select('sealed')
      .where('import_id', '=', importId)
      .where('position', '=', position)
      .executeTakeFirst()
    if (!row) throw new AppError('import-file-gone', 'A file was thrown away while it was read')
    last = { position, bytes: open(key, row.sealed, pieceContext(importId, position)) }
    return last.bytes
  }
  return {
    bytes,
    async *read(start = 0, end = bytes) {
      for (let at = start; at < end;) {
        const position = Math.floor(at / PIECE_BYTES)
        const within = at - position * PIECE_BYTES
        const part = (await piece(position)).subarray(within, within + (end - at))
        if (part.length === 0) return
        yield part
        at += part.length
      }
    },
  }
}

/** The same file as a ZIP reader wants it: any part of it, no more than that in memory. */
export class PieceReader extends RandomAccessReader {
  readonly #file: KeptFile

  constructor(file: KeptFile) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.read(start, end), { objectMode: false })
  }
}

/** Nothing opens it any more. */
export async function throwAway(tx: Tx, importId: string): Promise<void> {
  await tx.updateTable('imports').set({ sealed_key: null }).where('id', '=', importId).execute()
  await tx.deleteFrom('import_pieces').where('import_id', '=', importId).execute()
}
