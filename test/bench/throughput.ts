import type { Measured } from './contest.ts'

/** Does `many` things in so many lanes at once: how many a second, and how long one took. */
export async function throughput(
  { many, lanes }: { many: number; lanes: number },
  doOne: (lane: number) => Promise<unknown>,
): Promise<Measured> {
  const tookMs: number[] = []
  let left = many
  const startedAt = performance.now()
  async function lane(number: number): Promise<void> {
    while (left > 0) {
      left -= 1
      const began = performance.now()
      await doOne(number)
      tookMs.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
  const seconds = (performance.now() - startedAt) / 1_000
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (share: number): number => tenths(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN)
  return { perSecond: tenths(many / seconds), p50Ms: at(0.5), p99Ms: at(0.99) }
}

const tenths = (value: number): number => Math.round(value * 10) / 10
