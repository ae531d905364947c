import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { openKeyStore } from '../keys/index.ts'
import { journalPublicKey, verifyJournal } from '../keys/journal.ts'
import { findKeyFile } from '../keys/key-file.ts'
import { verifyAudit } from '../platform/audit.ts'
import { openDatabase } from '../platform/database.ts'
import { textOption, type Command, type Output, type Values } from './command.ts'
import { chosenStore, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '[--journal FILE [--file KEYS]]',
  help: `Recomputes the audit chain of the database named by DATABASE_URL; exit code 1 when a link is broken.
  --journal FILE  check this journal of key ceremonies in place of the database,
  --file KEYS     with the key file it belongs to; without it, what KEY_STORE and CARDWRIGHT_KEYS name`,
  options: { journal: storeOptions.journal, file: storeOptions.file },
  run: async (values, output) => {
    const journal = textOption(values, 'journal')
    return journal === undefined ? verifyDatabase(output) : verifyCeremonies(journal, values, output)
  },
}

async function verifyDatabase(output: Output): Promise<number> {
  const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
  try {
    const verdict = await verifyAudit(db)
    output.result(
      verdict,
      verdict.intact
        ? `The audit chain is intact: ${verdict.links} links, ${verdict.unsealed} entries not linked yet.`
        : `The audit chain is broken at link ${verdict.brokenAt} of ${verdict.links}.`,
    )
    return verdict.intact ? 0 : 1
  } finally {
    await db.destroy()
  }
}

function verifyCeremonies(journal: string, values: Values, output: Output): number {
  const verdict = verifyJournal(journal, journalKey(values))
  output.result(
    verdict,
    verdict.intact
      ? `The journal is intact: ${verdict.entries} entries, ${verdict.unsigned} not signed yet.`
      : `The journal is broken at entry ${verdict.brokenAt} of ${verdict.entries}.`,
  )
  return verdict.intact ? 0 : 1
}

/** What signatures are checked with: a key file says it without its passphrase, a security module computes it. */
function journalKey(values: Values): Uint8Array {
  const choice = chosenStore(values)
  return choice.kind === 'file'
    ? Buffer.from(findKeyFile(choice.path).journalKey, 'base64')
    : journalPublicKey(openKeyStore(choice).store)
}
