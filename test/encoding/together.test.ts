import { expect, test } from 'vitest'
import { together } from '../../server/encoding/together.ts'

const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

test('what comes while a group is under way is done together, after it, and each gets its own answer', async () => {
  const groups: number[][] = []
  const double = together(async (group: readonly number[]) => {
    groups.push([...group])
    await turn()
    return group.map((number) => 2 * number)
  })
  const answers = await Promise.all([1, 2, 3, 4].map((number) => double('a', number)))
  expect(answers).toEqual([2, 4, 6, 8])
  expect(groups).toEqual([[1], [2, 3, 4]])
  expect(await double('a', 5)).toBe(10)
})

test('groups of different keys do not wait for each other', async () => {
  let underWay = 0
  let most = 0
  const work = together(async (group: readonly string[]) => {
    most = Math.max(most, (underWay += 1))
    await turn()
    underWay -= 1
    return group
  })
  await Promise.all([work('a', 'x'), work('b', 'y')])
  expect(most).toBe(2)
})

test('one that fails costs the others of its group nothing', async () => {
  const groups: number[][] = []
  const work = together(async (group: readonly number[]) => {
    groups.push([...group])
    await turn()
    if (group.includes(2)) throw new Error('two is bad')
    return group
  })
  const ended = await Promise.allSettled([0, 1, 2, 3].map((number) => work('a', number)))
  expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([0, 1, 'failed', 3])
  expect(groups).toEqual([[0], [1, 2, 3], [1], [2], [3]])
})
