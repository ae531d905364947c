import { buildCardPdf, runCardPdf } from './card-pdf-run.ts'
import { hold, type ContestResult } from './contest.ts'

/** One core against both: each run is a process of its own, its start and its typefaces included. */
export async function benchManyCards({
  rounds,
  many,
}: {
  rounds: number
  many: number
}): Promise<ContestResult> {
  await buildCardPdf()
  const side = (name: string, threads: number) => ({
    name,
    round: async () => {
      const { rssMb: _, ...figures } = await runCardPdf({ cards: many, threads })
      return figures
    },
  })
  return hold(
    {
      name: `${many} cards as PDF, by two threads and by one`,
      figure: 'perSecond',
      ours: side('two threads', 2),
      peers: [side('one thread', 0)],
    },
    rounds,
  )
}
