import { createHash, randomBytes } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '../platform/errors.ts'
import { replaceFile, writeNewFile } from './crash-safe-file.ts'
import { journalPublicKey } from './journal.ts'
import { LAST_GENERATION } from './key-store.ts'
import { memoryKeyStore, type RootGeneration } from './memory-key-store.ts'
import { demandStrongPassphrase, keyFromPassphrase, Stretching, STRETCHING } from './passphrase.ts'
import { readKeyFile, rootKeyOf } from './root-key.ts'
import { open, seal } from './seal.ts'

const GenerationEntry = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: LAST_GENERATION }),
  state: Type.Union([Type.Literal('active'), Type.Literal('reading'), Type.Literal('retired')]),
  hierarchy: Type.Union([Type.Literal(1), Type.Literal(2)]),
  checkValue: Type.String({ pattern: '^[0-9a-f]{6}$' }),
})

/** What a key file says without its passphrase. */
const Header = Type.Object({
  purpose: Type.Literal('cardwright key store'),
  format: Type.Literal(1),
  /** oldest first */
  generations: Type.Array(GenerationEntry, { minItems: 1, maxItems: LAST_GENERATION }),
  /** base64 DER: checks the signatures in the journal beside the file */
  journalKey: Type.String(),
  stretching: Type.Union([Stretching, Type.Null()]),
})
type Header = Static<typeof Header>

/** `roots`: base64; 32 bytes a generation, under AES-256-GCM with the header as context, or bare when there is no passphrase. */
const KeyFile = Type.Object({
  ...Header.properties,
  roots: Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  /** hex SHA-256 of everything above: tells a damaged file from a wrong passphrase */
  checksum: Type.String(),
})
type KeyFile = Static<typeof KeyFile>

/** A key file as it was found: what can be said of it before it is open. */
export interface FoundKeyFile {
  isSealed: boolean
  generations: Header['generations']
  /** base64 DER: checks the signatures in the journal beside the file */
  journalKey: string
  /** @throws AppError `passphrase-wrong`, or `key-file-unreadable` when its keys are not what it says */
  open(passphrase: string | undefined): RootGeneration[]
}

/** @throws AppError `key-file-unreadable` when there is none or it is damaged */
export function findKeyFile(path: string): FoundKeyFile {
  const content = readKeyFile(path)
  const single = rootKeyOf(content)
  if (single) {
    const root: RootGeneration = {
      number: 1,
      state: 'active',
      hierarchy: 1,
      checkValue: single.checkValue,
      root: single.bytes,
    }
    return {
      isSealed: false,
      generations: [root].map(withoutRoot),
      journalKey: journalPublicKey(memoryKeyStore([root])).toString('base64'),
      open: () => [root],
    }
  }
  if (!Value.Check(KeyFile, content) || content.checksum !== checksumOf(content)) throw damaged(path)
  const { generations, journalKey, stretching } = content
  return {
    isSealed: stretching !== null,
    generations,
    journalKey,
    open: (passphrase) => openRoots(path, content, passphrase),
  }
}

function openRoots(path: string, file: KeyFile, passphrase: string | undefined): RootGeneration[] {
  const bytes = Buffer.from(file.roots, 'base64')
  const plain = file.stretching === null ? bytes : unsealRoots(path, file, file.stretching, bytes, passphrase)
  const roots = file.generations.map((generation, index) => ({
    ...generation,
    root: plain.subarray(index * 32, index * 32 + 32),
  }))
  if (plain.length !== roots.length * 32) throw damaged(path)
  return roots
}

function unsealRoots(
  path: string,
  file: KeyFile,
  stretching: Static<typeof Stretching>,
  sealed: Uint8Array,
  passphrase: string | undefined,
): Uint8Array {
  if (passphrase === undefined)
    throw new AppError('passphrase-missing', `${path} is sealed: name a file that holds its passphrase.`)
  try {
    return open(keyFromPassphrase(passphrase, stretching), sealed, contextOf(file))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'seal-broken')) throw error
    throw new AppError(
      'passphrase-wrong',
      `This passphrase does not open ${path}, or somebody has changed what the file says.`,
    )
  }
}

/** Writes the file of a new key store. @throws AppError `key-file-exists`, `passphrase-weak` */
export function writeKeyFile(path: string, roots: readonly RootGeneration[], passphrase?: string): void {
  if (passphrase !== undefined) demandStrongPassphrase(passphrase)
  writeNewFile(path, contentOf(roots, passphrase))
}

/** Puts changed generations in the place of a file's old ones, which are kept beside it. @throws AppError `key-change-unfinished` */
export function changeKeyFile(
  path: string,
  {
    roots,
    passphrase,
    change,
  }: { roots: readonly RootGeneration[]; passphrase: string | undefined; change: string },
): string {
  const kept = `${path}.before-${change}`
  replaceFile(path, contentOf(roots, passphrase), kept)
  return kept
}

function contentOf(roots: readonly RootGeneration[], passphrase: string | undefined): string {
  const stretching =
    passphrase === undefined ? null : { ...STRETCHING, salt: randomBytes(16).toString('base64') }
  const header: Header = {
    purpose: 'cardwright key store',
    format: 1,
    generations: roots.map(withoutRoot),
    journalKey: journalPublicKey(memoryKeyStore(roots)).toString('base64'),
    stretching,
  }
  const plain = Buffer.concat(roots.map(({ root }) => root))
  const bytes =
    stretching && passphrase !== undefined
      ? seal(keyFromPassphrase(passphrase, stretching), plain, contextOf(header))
      : plain
  const unchecked = { ...header, roots: Buffer.from(bytes).toString('base64') }
  return `${JSON.stringify({ ...unchecked, checksum: checksumOf(unchecked) }, null, 2)}\n`
}

const withoutRoot = ({ number, state, hierarchy, checkValue }: RootGeneration) => ({
  number,
  state,
  hierarchy,
  checkValue,
})

/** The header in one fixed order of fields: nobody can change a state or a check value without the passphrase. */
const contextOf = ({ purpose, format, generations, journalKey, stretching }: Header): string =>
  JSON.stringify([
    purpose,
    format,
    generations.map(({ number, state, hierarchy, checkValue }) => [number, state, hierarchy, checkValue]),
    journalKey,
    stretching && [
      stretching.kind,
      stretching.memoryKib,
      stretching.passes,
      stretching.lanes,
      stretching.salt,
    ],
  ])

const checksumOf = (file: Header & { roots: string }): string =>
  createHash('sha256').update(contextOf(file)).update(file.roots).digest('hex')

const damaged = (path: string): AppError =>
  new AppError('key-file-unreadable', `The key file ${path} is damaged: restore it from its backup.`)
