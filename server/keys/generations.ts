import { randomBytes } from 'node:crypto'
import { AppError } from '../platform/errors.ts'
import { LAST_GENERATION, type Generation } from './key-store.ts'
import { rootGeneration, type RootGeneration } from './memory-key-store.ts'

/** The root of a new store. Generation 1 of a sealed store has the hierarchy that a security module can take over. */
export const firstGeneration = (): RootGeneration =>
  rootGeneration(randomBytes(32), { number: 1, state: 'active', hierarchy: 2 })

/** Begins a new generation: cards are made with it from now on, those of the older ones go on being read. */
export function rotate(roots: readonly RootGeneration[]): RootGeneration[] {
  const number = nextGeneration(roots)
  const older = roots.map((root) => (root.state === 'active' ? { ...root, state: 'reading' as const } : root))
  return [...older, rootGeneration(randomBytes(32), { number, state: 'active', hierarchy: 2 })]
}

/** @throws AppError `key-generations-used-up` */
export function nextGeneration(generations: readonly Generation[]): number {
  const number = (generations.at(-1)?.number ?? 0) + 1
  if (number <= LAST_GENERATION) return number
  throw new AppError('key-generations-used-up', 'A card has room for 255 key versions, and all are used.')
}

/** Ends a generation: its cards are accepted no more. */
export function retire(roots: readonly RootGeneration[], number: number): RootGeneration[] {
  demandRetirable(roots, number)
  return roots.map((root) => (root.number === number ? { ...root, state: 'retired' as const } : root))
}

/** @throws AppError `key-generation-unknown`, `key-generation-in-use` for the active one */
export function demandRetirable(generations: readonly Generation[], number: number): void {
  const generation = generations.find((one) => one.number === number)
  if (!generation) throw new AppError('key-generation-unknown', `The key store has no generation ${number}.`)
  if (generation.state === 'active')
    throw new AppError(
      'key-generation-in-use',
      `Generation ${number} makes the new cards: begin another with \`cardwright keys rotate\` first.`,
    )
}
