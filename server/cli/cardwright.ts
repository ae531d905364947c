#!/usr/bin/env node
import module from 'node:module'
import { parseArgs } from 'node:util'
import { UsageError, type Command } from './command.ts'
import { outputFor } from './output.ts'

/** Node 22.1 and newer keep compiled code between starts. */
const newer: object & { enableCompileCache?: () => void } = module
newer.enableCompileCache?.()

interface Entry {
  /** undefined: only for programs of our own. */
  summary?: string
  load: () => Promise<{ command: Command }>
}

/** Loaded when called, so that a station never loads the server and `--help` loads nothing. */
const commands: Record<string, Entry> = {
  start: {
    summary: 'run everything on this machine, with simulated devices',
    load: () => import('./start.ts'),
  },
  'local-server': { load: () => import('./local-server.ts') },
  'simulated-printer': { load: () => import('./simulated-printer.ts') },
  serve: { summary: 'run the server on an external PostgreSQL', load: () => import('./serve.ts') },
  edge: { summary: 'gather the tablets of booths on a laptop', load: () => import('./edge.ts') },
  station: { summary: 'run the devices of this computer for a server', load: () => import('./station.ts') },
  migrate: { summary: 'bring the database up to date', load: () => import('./migrate.ts') },
  'audit verify': {
    summary: 'check the audit chain from its first link',
    load: () => import('./audit-verify.ts'),
  },
  'points check': { summary: 'add the ledger of points up again', load: () => import('./points-check.ts') },
  'points archive': {
    summary: 'take a year that is long over out of the ledger',
    load: () => import('./points-archive.ts'),
  },
  'keys create': { summary: 'make the first root key', load: () => import('./keys-create.ts') },
  'keys check': { summary: 'open the key store and list its keys', load: () => import('./keys-check.ts') },
  'keys seal': { summary: 'seal a key file with a passphrase', load: () => import('./keys-seal.ts') },
  'keys unseal': { summary: 'write a key file without one', load: () => import('./keys-unseal.ts') },
  'keys rotate': { summary: 'begin a new generation of keys', load: () => import('./keys-rotate.ts') },
  'keys retire': { summary: 'refuse the cards of an old one', load: () => import('./keys-retire.ts') },
  'keys split': { summary: 'split the keys into shares', load: () => import('./keys-split.ts') },
  'keys combine': { summary: 'bring the keys back from shares', load: () => import('./keys-combine.ts') },
  'keys import': {
    summary: 'bring a key file into a security module',
    load: () => import('./keys-import.ts'),
  },
}

const shared = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const

async function main(words: string[]): Promise<number> {
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((candidate) => candidate in commands)
  const entry = commands[name ?? '']
  if (name === undefined || !entry) return explain(words)
  const { command } = await entry.load()
  const { values } = parse(words.slice(name.split(' ').length), command)
  const output = outputFor(values['json'] === true)
  if (values['help']) {
    output.say(`cardwright ${name} ${command.usage}\n\n${command.help}\n  --json  answer with JSON\n`)
    return 0
  }
  return command.run(values, output)
}

function parse(args: string[], command: Command) {
  try {
    const options = { ...shared, ...command.options }
    return parseArgs({ args, options, allowPositionals: false })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function explain(words: string[]): number {
  const lines = Object.entries(commands).flatMap(([name, { summary }]) =>
    summary === undefined ? [] : [`  ${name.padEnd(14)}${summary}`],
  )
  const asked = words.length === 0 || words[0] === '--help' || words[0] === '-h' || words[0] === 'help'
  const text = ['cardwright <command> [--help] [--json]', '', ...lines, ''].join('\n')
  if (asked) console.log(text)
  else console.error(`There is no command "${words[0]}".\n\n${text}`)
  return asked ? 0 : 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof UsageError ? 2 : 1
}
