import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

const program = fileURLToPath(new URL('../../server/cli/cardwright.ts', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Ended {
  code: number
  out: string
  err: string
}

function cardwright(words: string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', program, ...words],
      { env: { PATH: process.env['PATH'], ...environment } },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}

test('help names every command; a wrong word or option ends with code 2 and says what there is', async () => {
  const help = await cardwright(['--help'])
  expect(help.code).toBe(0)
  for (const name of ['start', 'serve', 'station', 'migrate', 'audit verify', 'keys create', 'keys rotate']) {
    expect(help.out).toContain(`  ${name} `)
  }
  const wrong = await cardwright(['bake'])
  expect(wrong).toMatchObject({ code: 2, out: '' })
  expect(wrong.err).toContain('no command "bake"')
  expect(await cardwright(['keys', 'create', '--colour', 'red'])).toMatchObject({ code: 2, out: '' })
  expect(await cardwright(['points', 'archive', '--year', 'soon'])).toMatchObject({ code: 2, out: '' })
  expect((await cardwright(['keys', 'create', '--help'])).out).toContain('--file FILE')
})

test('a key file is made once, sealed and only for its owner, and checked; neither shows the passphrase', async () => {
  const [file, passphraseFile] = [join(folder, 'keys.json'), join(folder, 'passphrase')]
  const passphrase = 'six words that dice have drawn'
  await writeFile(passphraseFile, passphrase, { mode: 0o600 })
  const create = ['keys', 'create', '--file', file, '--new-passphrase-file', passphraseFile]
  const made = await cardwright([...create, '--json'])
  expect(made.code).toBe(0)
  const { checkValue } = JSON.parse(made.out)
  expect(checkValue).toMatch(/^[0-9a-f]{6}$/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const content = await readFile(file, 'utf8')

  expect(await cardwright(create)).toMatchObject({ code: 1, out: '' })
  expect(await readFile(file, 'utf8')).toBe(content)

  const check = ['keys', 'check', '--file', file, '--passphrase-file', passphraseFile]
  const checked = await cardwright(check)
  expect(checked).toMatchObject({ code: 0, err: '' })
  expect(checked.out).toContain(checkValue)
  for (const text of [content, made.out, made.err, checked.out]) expect(text).not.toContain(passphrase)

  await writeFile(file, content.replace(/"roots": "../, '"roots": "//'))
  expect(await cardwright(check)).toMatchObject({ code: 1, out: '' })
})

test('migrate and audit verify work on the database that the environment names', async () => {
  await using database = await createTestDatabase()
  const environment = { DATABASE_URL: database.url }
  expect(await cardwright(['migrate', '--json'], environment)).toMatchObject({
    code: 0,
    out: '{"applied":[]}\n',
  })
  const verdict = await cardwright(['audit', 'verify', '--json'], environment)
  expect(verdict.code).toBe(0)
  expect(JSON.parse(verdict.out)).toEqual({ intact: true, links: 0, unsealed: 0 })
  expect(await cardwright(['migrate'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Set DATABASE_URL'),
  })
})

test('a station that was never paired says how to pair it', async () => {
  const words = ['station', '--server', 'http://localhost:9/', '--token-file', join(folder, 'none')]
  expect(await cardwright(words)).toMatchObject({ code: 2, err: expect.stringContaining('--code') })
})

test('what npm runs ends with the shell that npm runs it in', async () => {
  const tokenFile = join(folder, 'any.token')
  await writeFile(tokenFile, 'token')
  const words = `station --simulated --server http://localhost:9/ --token-file ${tokenFile}`
  const shell = spawn('sh', ['-c', `"${process.execPath}" --import tsx "${program}" ${words}; true`], {
    env: { PATH: process.env['PATH'], npm_lifecycle_event: 'station' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(shell.stdout, 'data')
  // The pipe closes when its last holder, the station, has ended.
  const ended = once(shell.stdout, 'close')
  shell.kill('SIGKILL')
  await ended
}, 60_000)
