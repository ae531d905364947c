import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { currentProgramme } from '../programmes/index.ts'
import { insertPiece, newFileKey, openFile, throwAway } from './file-pieces.ts'
import { lockImport, type ImportRow } from './queries.ts'
import type { FileTrouble } from './refusals.ts'
import { PIECE_BYTES, type ImportKind } from './schema.ts'
import { formOf, headOf } from './source.ts'
import { UnreadableFile } from './unreadable.ts'

/** Begins an import; its file follows in pieces. Refuses with `no-programme`, `import-too-large`. */
export async function beginImport(
  work: Work,
  keys: KeyService,
  {
    kind,
    fileName,
    bytes,
    mostBytes,
  }: { kind: ImportKind; fileName: string; bytes: number; mostBytes: number },
): Promise<Result<string, 'no-programme' | 'import-too-large'>> {
  const { tx, now } = work
  if (!(await currentProgramme(tx))) return refuse('no-programme')
  if (bytes > mostBytes) return refuse('import-too-large', { megabytes: Math.floor(mostBytes / 1_000_000) })
  const id = derivedId(work.id, 'import')
  await tx
    .insertInto('imports')
    .values({
      id,
      kind,
      file_name: fileName,
      file_bytes: BigInt(bytes),
      file_hash: null,
      form: null,
      options: null,
      sealed_key: newFileKey(keys, id),
      state: 'receiving',
      previous_state: 'none',
      till_id: null,
      rows_total: null,
      levels_after: null,
      worker: null,
      worker_until: null,
      trouble: null,
      started_by: staffOf(work.actor),
      started_at: now,
      changed_at: now,
    })
    .execute()
  await audit(work, { action: 'import.begun', subject: `import:${id}`, details: { kind, bytes } })
  return accept(id)
}

export const PIECE_REFUSALS = ['import-unknown', 'import-moved-on', 'import-piece-wrong'] as const

/** Takes the next piece of the file. Refuses in the order of `PIECE_REFUSALS`. */
export async function takePiece(
  work: Work,
  keys: KeyService,
  { importId, position, base64 }: { importId: string; position: number; base64: string },
): Promise<Result<string, (typeof PIECE_REFUSALS)[number]>> {
  const { tx } = work
  const row = await lockImport(tx, importId)
  if (!row) return refuse('import-unknown')
  if (row.state !== 'receiving' || !row.sealed_key) return refuse('import-moved-on')
  const bytes = Buffer.from(base64, 'base64')
  const received = Number(row.received_bytes)
  const due = Math.min(PIECE_BYTES, Number(row.file_bytes) - received)
  if (position * PIECE_BYTES !== received || bytes.length !== due) return refuse('import-piece-wrong')
  await insertPiece(tx, keys, { importId, sealedKey: row.sealed_key, position, bytes })
  await tx
    .updateTable('imports')
    .set({ received_bytes: BigInt(received + bytes.length), changed_at: work.now })
    .where('id', '=', importId)
    .execute()
  return accept(importId)
}

export const RECEIVED_REFUSALS = ['import-unknown', 'import-moved-on', 'import-incomplete'] as const

/**
 * Looks what the whole file is. Refuses in the order of `RECEIVED_REFUSALS`, then with what makes it unreadable; a file that
 * cannot be read is thrown away.
 */
export async function finishReceiving(
  work: Work,
  keys: KeyService,
  importId: string,
): Promise<Result<string, (typeof RECEIVED_REFUSALS)[number] | FileTrouble>> {
  const { tx, now } = work
  const row = await lockImport(tx, importId)
  if (!row) return refuse('import-unknown')
  if (row.state !== 'receiving' || !row.sealed_key) return refuse('import-moved-on')
  if (row.received_bytes !== row.file_bytes) return refuse('import-incomplete')
  try {
    const { form, hash } = await readForm(work, keys, row)
    await sql`
      UPDATE imports SET previous_state = state, state = 'received', form = ${JSON.stringify(form)}::jsonb,
                         file_hash = ${hash}, changed_at = ${now}
       WHERE id = ${importId}`.execute(tx)
    return accept(importId)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    await moveToDiscarded(work, importId)
    return { ok: false, reason: error.trouble, keepsEffects: true }
  }
}

async function readForm({ tx }: Work, keys: KeyService, row: ImportRow) {
  const file = openFile(tx, keys, {
    importId: row.id,
    sealedKey: row.sealed_key ?? new Uint8Array(),
    bytes: Number(row.file_bytes),
  })
  const form = await formOf(file)
  await headOf(file, form, 1)
  const hash = createHash('sha256')
  for await (const part of file.read()) hash.update(part)
  return { form, hash: hash.digest() }
}

export async function moveToDiscarded({ tx, now }: Work, importId: string): Promise<void> {
  await throwAway(tx, importId)
  await sql`
    UPDATE imports SET previous_state = state, state = 'discarded', changed_at = ${now} WHERE id = ${importId}`.execute(
    tx,
  )
}
