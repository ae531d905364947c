import type { ParseArgsConfig } from 'node:util'

export type Values = Partial<Record<string, string | boolean>>

/** Where a command's result goes: lines for people, or one JSON document for programs when `--json` is given. */
export interface Output {
  say(line: string): void
  /** The command's one result; `sentence` is what people read in its place. */
  result(value: object, sentence: string): void
}

/** One subcommand. It answers with its exit code: 0 done, 1 refused or failed. */
export interface Command {
  /** What it takes, after its name. */
  usage: string
  /** What it does, with one line for each option. */
  help: string
  options: NonNullable<ParseArgsConfig['options']>
  run(values: Values, output: Output): Promise<number>
}

/** A wrong call: the message says what to write instead; exit code 2. */
export class UsageError extends Error {}

export function textOption(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** @throws UsageError when it is missing */
export function requiredText(values: Values, name: string): string {
  const value = textOption(values, name)
  if (value === undefined) throw new UsageError(`--${name} is missing.`)
  return value
}

/** `--port`. @throws UsageError when it is none */
export function portOption(values: Values): number | undefined {
  const text = textOption(values, 'port')
  if (text === undefined) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError('--port is a number from 1 to 65535.')
}
