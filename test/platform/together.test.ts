import { EventEmitter, once } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inTurn } from '../../server/platform/in-turn.ts'
import { together } from '../../server/platform/together.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Serves numbers with themselves once it is let go. */
function hanging() {
  const gate = new EventEmitter()
  const free = once(gate, 'free')
  const ask = together({ lanes: 1, most: 2 }, async (asks: readonly number[]) => {
    await free
    return asks
  })
  return {
    ask: (one: number) => ask(one).catch((error: Error) => error.message),
    letGo: () => void gate.emit('free'),
  }
}

test('who waits behind a run that hangs is sent away after some seconds, who comes then is served', async () => {
  const { ask, letGo } = hanging()
  const begun = [ask(1), ask(2)]
  await vi.advanceTimersByTimeAsync(1)
  const behind = [ask(3), ask(4), ask(5)]
  await vi.advanceTimersByTimeAsync(6_000)
  expect(await Promise.all(behind)).toEqual(['unavailable', 'unavailable', 'unavailable'])
  const later = ask(6)
  letGo()
  expect(await Promise.all([...begun, later])).toEqual([1, 2, 6])
})

test('those whom the first runs could not take are sent away too, though nobody asks after them', async () => {
  const { ask } = hanging()
  const all = [ask(1), ask(2), ask(3)]
  await vi.advanceTimersByTimeAsync(6_001)
  expect(await all[2]).toBe('unavailable')
})

test('so many wait and no more: the next is sent away at once', async () => {
  const { ask, letGo } = hanging()
  const all = Array.from({ length: 2_001 }, (_, index) => ask(index))
  expect(await all.at(-1)).toBe('unavailable')
  letGo()
  await vi.advanceTimersByTimeAsync(1)
  expect(await all[1_999]).toBe(1_999)
})

test('what has one key is done in turn, also after a failure; what has another does not wait', async () => {
  const turns = inTurn()
  const done: string[] = []
  const step = (key: string, name: string, ms: number) =>
    turns(key, async () => {
      await new Promise((resolve) => setTimeout(resolve, ms))
      done.push(name)
      if (name === 'a1') throw new Error(name)
    }).catch((error: Error) => done.push(`${error.message} failed`))
  const all = Promise.all([step('a', 'a1', 30), step('a', 'a2', 10), step('b', 'b1', 20)])
  await vi.advanceTimersByTimeAsync(100)
  await all
  expect(done).toEqual(['b1', 'a1', 'a1 failed', 'a2'])
})
