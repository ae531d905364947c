interface Waiting<Asked, Answer> {
  asked: Asked
  settle: (answer: Answer) => void
  fail: (error: unknown) => void
}

/**
 * Does together what is asked at the same time: whatever comes while a group of the same key is under way is the next
 * group. A group that fails is done again one by one, so that none of it suffers for another. `doAll` answers each in its
 * place.
 */
export function together<Asked, Answer>(
  doAll: (group: readonly [Asked, ...Asked[]]) => Promise<readonly Answer[]>,
): (key: string, asked: Asked) => Promise<Answer> {
  const queues = new Map<string, Waiting<Asked, Answer>[]>()

  async function doGroup([first, ...others]: readonly [
    Waiting<Asked, Answer>,
    ...Waiting<Asked, Answer>[],
  ]): Promise<void> {
    try {
      const answers = await doAll([first.asked, ...others.map(({ asked }) => asked)])
      for (const [index, { settle }] of [first, ...others].entries()) settle(answers[index] as Answer)
    } catch (error) {
      if (others.length === 0) return first.fail(error)
      for (const one of [first, ...others]) await doGroup([one])
    }
  }

  async function empty(key: string, queue: Waiting<Asked, Answer>[]): Promise<void> {
    for (;;) {
      const [first, ...others] = queue.splice(0)
      if (!first) break
      await doGroup([first, ...others])
    }
    queues.delete(key)
  }

  return (key, asked) =>
    new Promise((settle, fail) => {
      const waiting = { asked, settle, fail }
      const underWay = queues.get(key)
      if (underWay) return void underWay.push(waiting)
      const queue = [waiting]
      queues.set(key, queue)
      void empty(key, queue)
    })
}
