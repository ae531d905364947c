import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstGeneration, rotate } from '../../server/keys/generations.ts'
import { findKeyFile, writeKeyFile } from '../../server/keys/key-file.ts'
import { journalPublicKey, verifyJournal, writeInJournal } from '../../server/keys/journal.ts'
import { memoryKeyStore } from '../../server/keys/memory-key-store.ts'
import { shareText } from '../../server/keys/share-text.ts'
import { splitRoots } from '../../server/keys/shares.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { createTestDatabase } from '../support/database.ts'
import { atTerminal, cardwright } from './support.ts'

const passphrase = 'six words that dice have drawn'
const people = ['--asked-by', 'Li Wei', '--approved-by', 'Wang Fang']

let folder: string
let file: string
let passphraseFile: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-ceremony-'))
  file = join(folder, 'keys.json')
  passphraseFile = join(folder, 'passphrase')
  await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 })
})
afterEach(() => rm(folder, { recursive: true }))

const rootsIn = (path: string) =>
  findKeyFile(path)
    .open(passphrase)
    .map(({ root, number, state }) => ({ root: Buffer.from(root).toString('hex'), number, state }))

test('the keys are split before the eyes of each holder alone, and come back from any of them', async () => {
  writeKeyFile(file, rotate([firstGeneration()]), passphrase)
  const split = atTerminal(['keys', 'split', '--file', file, '--shares', '3', '--needed', '2', ...people])
  await split.answer('Passphrase of', passphrase)
  const holders = ['Zhang', 'Chen', 'Zhao']
  for (const [index, holder] of holders.entries()) {
    await split.answer(`Share ${index + 1} of 3. Name of its holder`, holder)
    await split.answer('Press Enter', '')
  }
  expect(await split.ended).toBe(0)
  const shares = holders.map((holder) => shareOnScreen(split.shown(), holder))
  expect(new Set(shares).size).toBe(3)
  expect(split.shown()).not.toContain(passphrase)
  // Each share stood alone on a screen that was cleared before and after.
  const screens = split.shown().split('\u001B[2J\u001B[3J\u001B[H')
  for (const share of shares) {
    const withIt = screens.filter((screen) =>
      screen.replaceAll(/\s+|\d+ {2}/g, '').includes(share.slice(0, 20)),
    )
    expect(withIt).toHaveLength(1)
    expect(withIt[0]).not.toContain('read your check value aloud')
  }

  const to = join(folder, 'back.json')
  const combine = atTerminal(['keys', 'combine', '--to', to, ...people])
  await combine.answer('Name of its holder', 'Zhao')
  await combine.answer('type your share', shares[2]!)
  await combine.answer('Name of its holder', 'Zhang')
  await combine.answer('type your share', shares[0]!.toLowerCase())
  await combine.answer('New passphrase', passphrase)
  await combine.answer('The same again', passphrase)
  expect(await combine.ended).toBe(0)
  expect(rootsIn(to)).toEqual(rootsIn(file))
  for (const secret of [passphrase, shares[0]!.slice(0, 30), shares[2]!.slice(0, 30)])
    expect(combine.shown().toUpperCase()).not.toContain(secret.toUpperCase())
  await expectNoSecret([...shares, ...rootsIn(file).map(({ root }) => root)])

  for (const journal of [file, to]) {
    const words = ['audit', 'verify', '--journal', `${journal}.journal`, '--file', to, '--json']
    expect(JSON.parse((await cardwright(words)).out)).toMatchObject({ intact: true, unsigned: 0 })
  }
})

/** The share as its holder copies it: the lines between the heading and the question. */
function shareOnScreen(shown: string, holder: string): string {
  const screen =
    shown.split('\u001B[2J\u001B[3J\u001B[H').find((one) => one.includes(`Holder ${holder} `)) ?? ''
  return Array.from(screen.matchAll(/^ +\d+ {2}([0-9A-Z ]+)\r?$/gm), ([, groups = '']) =>
    groups.replaceAll(' ', ''),
  ).join('')
}

async function expectNoSecret(secrets: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    const content = (await readFile(join(folder, name), 'utf8')).toLowerCase()
    for (const secret of secrets)
      expect(content.includes(secret.slice(0, 24).toLowerCase()), name).toBe(false)
  }
}

test('a mistyped, mixed, repeated or missing share is named, and what was given before still counts', async () => {
  const roots = [firstGeneration()]
  writeKeyFile(file, roots, passphrase)
  const [first, second] = await splitRoots(roots, { needed: 2, total: 3 })
  const [other] = await splitRoots(roots, { needed: 2, total: 3 })
  const to = join(folder, 'back.json')
  const words = ['keys', 'combine', '--to', to, '--new-passphrase-file', passphraseFile, ...people]

  const mistyped = shareText(second!).replace(/.$/, (last) => (last === '0' ? '8' : '0'))
  const given = [
    'Zhang',
    shareText(first!),
    'Chen',
    mistyped,
    'Zhao',
    shareText(other!),
    'Zhang',
    shareText(first!),
  ]
  const back = await cardwright(words, { input: [...given, 'Chen', shareText(second!)] })
  expect(back.code).toBe(0)
  expect(back.err).toContain('The share of Chen is not whole: a character is wrong or missing.')
  expect(back.err).toContain(
    `The share of Zhao belongs to set ${other!.set}, and the others to set ${first!.set}.`,
  )
  expect(back.err).toContain('The share of Zhang is share 1, which was given already.')
  expect(rootsIn(to)).toEqual(rootsIn(file))

  const toNowhere = join(folder, 'none.json')
  const few = await cardwright(['keys', 'combine', '--to', toNowhere, ...people], {
    input: ['Zhang', shareText(first!), ''],
  })
  expect(few).toMatchObject({ code: 1, out: '' })
  expect(few.err).toContain('1 of 2 shares are there: the roots stay closed.')
  expect(await readdir(folder)).not.toContain('none.json')
  const journal = await readFile(`${toNowhere}.journal`, 'utf8')
  expect(journal).toContain('keys.not-combined')
  for (const text of [back.err, few.err, journal]) expect(text).not.toContain(shareText(first!).slice(0, 17))

  // Without the keys nothing could be signed; the hashes still tell what was changed.
  const verify = ['audit', 'verify', '--journal', `${toNowhere}.journal`, '--file', to, '--json']
  const unsigned = JSON.parse((await cardwright(verify)).out)
  expect(unsigned).toEqual({ intact: true, entries: 3, unsigned: 3 })
})

test('shares are shown on a terminal only', async () => {
  writeKeyFile(file, [firstGeneration()], passphrase)
  const words = [
    'keys',
    'split',
    '--file',
    file,
    '--passphrase-file',
    passphraseFile,
    '--shares',
    '3',
    '--needed',
    '2',
  ]
  const refused = await cardwright([...words, ...people], { input: ['Zhang', '', 'Chen', ''] })
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('on a terminal only')
})

test('nobody approves what he asked for', async () => {
  writeKeyFile(file, [firstGeneration()], passphrase)
  const before = await readFile(file, 'utf8')
  const words = [
    'keys',
    'rotate',
    '--file',
    file,
    '--passphrase-file',
    passphraseFile,
    '--asked-by',
    'Li Wei',
  ]
  expect((await cardwright(words)).err).toContain('--approved-by is missing')
  const refused = await cardwright([...words, '--approved-by', ' li wei '])
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(await readFile(file, 'utf8')).toBe(before)
  expect((await readdir(folder)).toSorted()).toEqual(['keys.json', 'passphrase'])
})

test('with a database two administrators are named there, and the steps are in its audit', async () => {
  await using database = await createTestDatabase()
  const db = openDatabase({ url: database.url, size: 1 })
  const person = (id: string, name: string, role: string) =>
    sql`INSERT INTO staff (id, sign_in_name, display_name, roles, created_at) VALUES (${id}, ${name}, ${name}, ARRAY[${role}], now())`.execute(
      db,
    )
  const [li, wang, promoter] = [randomUUID(), randomUUID(), randomUUID()]
  await person(li, 'li', 'administrator')
  await person(wang, 'wang', 'administrator')
  await person(promoter, 'chen', 'promoter')
  writeKeyFile(file, [firstGeneration()], passphrase)
  const environment = { DATABASE_URL: database.url }
  const rotateBy = (approvedBy: string) =>
    cardwright(
      [
        'keys',
        'rotate',
        '--file',
        file,
        '--passphrase-file',
        passphraseFile,
        '--asked-by',
        'Li',
        '--approved-by',
        approvedBy,
      ],
      { environment },
    )
  expect(await rotateBy('chen')).toMatchObject({ code: 2, err: expect.stringContaining('chen is not') })
  expect(await rotateBy('wang')).toMatchObject({ code: 0 })
  const entries = await db
    .selectFrom('audit_entries')
    .select(['action', 'actor', 'details'])
    .orderBy('id')
    .execute()
  await db.destroy()
  const by = { askedBy: `staff:${li}`, approvedBy: `staff:${wang}` }
  expect(entries).toEqual([
    { action: 'keys.rotation-begun', actor: 'system', details: { ...by, generation: 2 } },
    {
      action: 'keys.rotated',
      actor: 'system',
      details: { ...by, generation: 2, checkValue: findKeyFile(file).generations[1]?.checkValue },
    },
  ])
  expect(await readdir(folder)).not.toContain('keys.json.journal')
})

test('a journal that was changed, begins later or belongs to other keys is found out', () => {
  const roots = [firstGeneration()]
  const store = memoryKeyStore(roots)
  const journal = join(folder, 'journal')
  for (const action of ['keys.rotation-begun', 'keys.rotated'])
    writeInJournal(
      journal,
      { at: '2026-11-22T06:00:00Z', action, subject: 'keys', details: { askedBy: 'Li Wei' } },
      store,
    )
  const verdict = (key = journalPublicKey(store)) => verifyJournal(journal, key)
  expect(verdict()).toEqual({ intact: true, entries: 2, unsigned: 0 })
  const lines = readFileSync(journal, 'utf8')
  writeFileSync(journal, lines.replace('Li Wei', 'Li Wen'))
  expect(verdict()).toEqual({ intact: false, brokenAt: 1, entries: 2 })
  writeFileSync(journal, lines.split('\n').slice(1).join('\n'))
  expect(verdict()).toMatchObject({ intact: false, brokenAt: 1 })
  writeFileSync(journal, lines)
  expect(verdict(journalPublicKey(memoryKeyStore([firstGeneration()])))).toMatchObject({
    intact: false,
    brokenAt: 1,
  })
})
