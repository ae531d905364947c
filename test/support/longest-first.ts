import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes, the slowest first: begun last, one of them would run on alone at the end. */
const slow = ['test/e2e/', 'test/ui/booth-page']

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = slow.findIndex((part) => moduleId.includes(part))
  return rank === -1 ? slow.length : rank
}

export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((left, right) => rankOf(left) - rankOf(right)))
  }
}
