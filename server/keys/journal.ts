import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import type { AuditFact } from '../platform/audit.ts'
import { AppError, assert } from '../platform/errors.ts'
import { ed25519FromSeed } from './ed25519.ts'
import type { KeyStore } from './key-store.ts'

/** Key ceremonies are written down beside the key file when there is no database to audit them in. */
interface JournalEntry {
  at: string
  action: string
  subject: string
  details: NonNullable<AuditFact['details']>
}

/** Each line's hash goes over the line before it; a signature covers every line up to its own. */
interface JournalLine extends JournalEntry {
  hash: string
  /** base64; null where the keys were not open, e.g. when shares did not combine */
  signature: string | null
}

const NO_HASH = '0'.repeat(64)

const journalKeyOf = (store: KeyStore) => {
  const [first] = store.generations
  assert(first, 'a key store has a generation')
  return ed25519FromSeed(store.exportKey({ generation: first.number, purpose: 'journal-signature' }, 32))
}

/** DER: what the journal of this store's ceremonies is checked with. */
export const journalPublicKey = (store: KeyStore): Buffer =>
  createPublicKey(journalKeyOf(store)).export({ type: 'spki', format: 'der' })

/** Adds a line; signed, with every unsigned one before it, when the store is open. */
export function writeInJournal(path: string, entry: JournalEntry, store?: KeyStore): void {
  const hash = lineHash(readJournal(path).at(-1)?.hash ?? NO_HASH, entry)
  const signature = store
    ? sign(null, Buffer.from(hash, 'hex'), journalKeyOf(store)).toString('base64')
    : null
  const line: JournalLine = { ...entry, hash, signature }
  appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
}

function lineHash(previous: string, { at, action, subject, details }: JournalEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, at, action, subject, details]))
    .digest('hex')
}

export type JournalVerdict =
  /** `unsigned` lines at the end are covered by no signature yet */
  { intact: true; entries: number; unsigned: number } | { intact: false; brokenAt: number; entries: number }

/** Recomputes every hash and checks every signature. `publicKey`: DER, from the key file or the security module. */
export function verifyJournal(path: string, publicKey: Uint8Array): JournalVerdict {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  const lines = readJournal(path)
  let previous = NO_HASH
  let unsigned = 0
  for (const [index, line] of lines.entries()) {
    const isNext = line.hash === lineHash(previous, line)
    const isSigned = line.signature !== null
    const isOurs =
      line.signature === null ||
      verify(null, Buffer.from(line.hash, 'hex'), key, Buffer.from(line.signature, 'base64'))
    if (!isNext || !isOurs) return { intact: false, brokenAt: index + 1, entries: lines.length }
    previous = line.hash
    unsigned = isSigned ? 0 : unsigned + 1
  }
  return { intact: true, entries: lines.length, unsigned }
}

function readJournal(path: string): JournalLine[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as JournalLine)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new AppError('journal-unreadable', `The journal ${path} cannot be read.`)
  }
}
