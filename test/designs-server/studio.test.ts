import { afterEach, expect, test } from 'vitest'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { openStudio, type Studio } from '../../server/designs/studio.ts'

const studios: Studio[] = []
afterEach(() => Promise.all(studios.splice(0).map((studio) => studio.close())))

/** With its thread started and its typefaces read. */
async function warmStudio(limits: Parameters<typeof openStudio>[0]): Promise<Studio> {
  const studio = openStudio(limits)
  studios.push(studio)
  await studio.parse('{}')
  return studio
}

/** A machine that gives this process no time: meanwhile not even a clock of its own goes on. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

const oneTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

const sound = JSON.stringify(cardTemplates.gold)

test('what is sound is not refused because the machine was busy with others', async () => {
  const studio = await warmStudio({ longestMs: 300 })
  const asked = studio.parse(sound)
  await oneTurn()
  standStill(900)
  expect(await asked).toMatchObject({ ok: true })
})

test('what takes too much of the processor is refused, and the next task has a thread again', async () => {
  const studio = await warmStudio({ longestMs: 20 })
  expect(await studio.check(cardTemplates.gold)).toEqual({ ok: false, reason: 'design-too-heavy' })
  expect(await studio.parse('{}')).toMatchObject({ ok: false, reason: 'design-invalid' })
})

test('what uses too little to be refused for that ends by the clock', async () => {
  const studio = await warmStudio({ longestByClockMs: 20 })
  expect(await studio.check(cardTemplates.gold)).toEqual({ ok: false, reason: 'design-too-heavy' })
})
