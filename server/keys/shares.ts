import { createHash, randomBytes } from 'node:crypto'
import { combine, split } from 'shamir-secret-sharing'
import { AppError } from '../platform/errors.ts'
import type { Generation } from './key-store.ts'
import { rootGeneration, type RootGeneration } from './memory-key-store.ts'
import type { Share } from './share-text.ts'

const STATES = ['active', 'reading', 'retired'] as const
/** number, state, hierarchy and root of one generation */
const ENTRY_LENGTH = 35
const CHECK_LENGTH = 8

/**
 * Splits the roots so that any `needed` of `total` shares give them back and fewer give nothing (Shamir over GF(256)).
 * @throws AppError `shares-unfit` unless 2 ≤ needed ≤ total ≤ 16
 */
export async function splitRoots(
  roots: readonly RootGeneration[],
  { needed, total }: { needed: number; total: number },
): Promise<Share[]> {
  const isFit =
    Number.isInteger(needed) && Number.isInteger(total) && 2 <= needed && needed <= total && total <= 16
  if (!isFit)
    throw new AppError(
      'shares-unfit',
      'Between 2 and 16 shares, of which 2 or more are needed, and not more than there are.',
    )
  const set = randomBytes(4).toString('hex')
  const parts = await split(new Uint8Array(secretOf(roots)), total, needed)
  return parts.map((part, index) => ({ set, number: index + 1, needed, total, part }))
}

/**
 * Puts the roots together again from the needed shares of one set.
 * @throws AppError `shares-too-few`, or `shares-forged` when one of them is not what was split
 */
export async function combineShares(shares: readonly Share[]): Promise<RootGeneration[]> {
  const needed = shares[0]?.needed ?? 2
  if (shares.length < needed)
    throw new AppError(
      'shares-too-few',
      `${shares.length} of ${needed} shares are there: the roots stay closed.`,
    )
  const secret = Buffer.from(await combine(shares.map(({ part }) => new Uint8Array(part))))
  const roots = rootsOf(secret)
  if (roots) return roots
  throw new AppError(
    'shares-forged',
    'These shares are whole and of one set, but do not fit together: one was not made by the splitting.',
  )
}

/** Why a share cannot stand beside those given before it; undefined when it can. */
export function misfit(share: Share, before: readonly Share[]): string | undefined {
  const [first] = before
  if (first && share.set !== first.set)
    return `belongs to set ${share.set}, and the others to set ${first.set}`
  if (
    first &&
    (share.needed !== first.needed || share.total !== first.total || share.part.length !== first.part.length)
  )
    return 'is not of the same splitting as the others'
  return before.some(({ number }) => number === share.number)
    ? `is share ${share.number}, which was given already`
    : undefined
}

function secretOf(roots: readonly RootGeneration[]): Buffer {
  const entries = roots.map(({ number, state, hierarchy, root }) =>
    Buffer.concat([Uint8Array.of(number, STATES.indexOf(state), hierarchy), root]),
  )
  const body = Buffer.concat(entries)
  return Buffer.concat([body, checkOf(body)])
}

function rootsOf(secret: Buffer): RootGeneration[] | undefined {
  const body = secret.subarray(0, -CHECK_LENGTH)
  if (!checkOf(body).equals(secret.subarray(-CHECK_LENGTH))) return undefined
  const starts = Array.from({ length: body.length / ENTRY_LENGTH }, (_, index) => index * ENTRY_LENGTH)
  return starts.map((start) => {
    const [number = 0, state = 0, hierarchy] = body.subarray(start)
    const generation: Omit<Generation, 'checkValue'> = {
      number,
      state: STATES[state] ?? 'reading',
      hierarchy: hierarchy === 1 ? 1 : 2,
    }
    return rootGeneration(body.subarray(start + 3, start + ENTRY_LENGTH), generation)
  })
}

const checkOf = (body: Uint8Array): Buffer =>
  createHash('sha256').update(body).digest().subarray(0, CHECK_LENGTH)
