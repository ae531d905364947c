import { call, newCommandId } from '../../api/call.ts'
import { beginImport, finishReceiving, PIECE_BYTES, sendPiece, type ImportKind } from '../../api/imports.ts'
import { base64Of } from '../base64.ts'

/** Sends a file piece by piece and says how far it is. @returns the import's id */
export async function upload(
  { kind, file }: { kind: ImportKind; file: File },
  onSent: (bytes: number) => void,
): Promise<string> {
  const { importId } = await call(beginImport, { body: { kind, fileName: file.name, bytes: file.size } })
  const params = { importId }
  for (let start = 0; start < file.size; start += PIECE_BYTES) {
    const base64 = await base64Of(file.slice(start, start + PIECE_BYTES))
    const body = { position: start / PIECE_BYTES, base64 }
    await call(sendPiece, { params, body, commandId: newCommandId() })
    onSent(Math.min(start + PIECE_BYTES, file.size))
  }
  await call(finishReceiving, { params })
  return importId
}
