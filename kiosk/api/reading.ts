import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { call, type Input } from './call.ts'
import { useCommand } from './queries.tsx'
import type { Route } from './route.ts'

type Question<Params extends string> = {
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** false: the page does not ask (yet). */
  isWanted?: boolean
  /** Asks again after this long; only where no live topic tells of changes. */
  everyMs?: number
} & ([Params] extends [never] ? unknown : { params: Readonly<Record<Params, string>> })

type Questions<Params extends string> =
  object extends Question<Params> ? [Question<Params>?] : [Question<Params>]

/** Reads a route; the answer is kept under its path, parameters and query, and read again after every change. */
export function useRead<Answer, Params extends string>(
  route: Route<undefined, Answer, Params>,
  ...[question]: Questions<Params>
): UseQueryResult<Answer> {
  const { isWanted = true, everyMs, ...asked } = question ?? {}
  return useQuery({
    queryKey: [route.path, asked],
    queryFn: ({ signal }) => call(route, { ...asked, signal } as unknown as Input<undefined, Params>),
    enabled: isWanted,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  })
}

/** A command after which everything that the page shows is read again. */
export function useChange<Content, Answer>(run: (content: Content, commandId: string) => Promise<Answer>) {
  const queries = useQueryClient()
  return useCommand(async (content: Content, commandId) => {
    const answer = await run(content, commandId)
    await queries.invalidateQueries()
    return answer
  })
}
