import type { KeyService } from '../keys/index.ts'
import { csvRow } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { faultWords } from './faults.ts'
import { openFile, type KeptFile } from './file-pieces.ts'
import { findImport, listFaults } from './queries.ts'
import type { FileForm } from './schema.ts'
import { rowsOf } from './source.ts'

type Language = 'zh-CN' | 'en'

const HEADINGS = { 'zh-CN': ['行号', '原因与处理'], en: ['Line', 'What is wrong and what to do'] } as const
const FAULTS_AT_ONCE = 1_000

/** The rows that were not taken, as they stand in the file, with the reason beside. Refuses with `import-unknown`, `import-file-gone`. */
export async function errorFile(
  db: Db,
  keys: KeyService,
  { importId, language }: { importId: string; language: Language },
): Promise<Result<AsyncGenerator<string, void, undefined>, 'import-unknown' | 'import-file-gone'>> {
  const row = await findImport(db, importId)
  if (!row) return refuse('import-unknown')
  const { form, sealed_key: sealedKey, file_bytes: bytes, options } = row
  if (!form || !sealedKey) return refuse('import-file-gone')
  const file = openFile(db, keys, { importId, sealedKey, bytes: Number(bytes) })
  return accept(wrongRows(db, { importId, language, file, form, hasHeadings: options?.hasHeadings ?? false }))
}

interface Wanted {
  importId: string
  language: Language
  file: KeptFile
  form: FileForm
  hasHeadings: boolean
}

/** Both come in the order of lines, so one walk through the file is enough. */
async function* wrongRows(
  db: Db,
  { importId, language, file, form, hasHeadings }: Wanted,
): AsyncGenerator<string, void, undefined> {
  const faults = faultsOf(db, importId)
  let next = await faults.next()
  const own = language === 'en' ? 'en' : 'zh'
  let isHeading = true
  yield '\uFEFF'
  for await (const { line, cells } of rowsOf(file, form)) {
    if (isHeading)
      yield csvRow([
        ...HEADINGS[language],
        ...(hasHeadings ? cells : cells.map((_, index) => `${index + 1}`)),
      ])
    isHeading = false
    if (next.done) return
    if (next.value.line !== line) continue
    yield csvRow([String(line), faultWords(next.value.fault)[own], ...cells])
    next = await faults.next()
  }
}

async function* faultsOf(db: Db, importId: string) {
  for (let after = 0; ;) {
    const faults = await listFaults(db, importId, { after, limit: FAULTS_AT_ONCE })
    yield* faults
    const last = faults.at(-1)
    if (!last) return
    after = last.line
  }
}
