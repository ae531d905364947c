import {
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { call, type Input } from '../../api/call.ts'
import { Problem } from '../../api/problem.ts'
import { useCommand } from '../../api/queries.tsx'
import type { Route } from '../../api/route.ts'

type Headers = Readonly<Record<string, string>>

/** Keeps the server's session alive while the page shows it; the page itself ends it when nobody is there. */
const ASK_EVERY_MS = 30_000

const SessionHeaders = createContext<Headers>({})

interface SessionQueriesProps {
  sessionId: string
  /** The server does not know the session any more. */
  onOver: () => void
  children: ReactNode
}

/** Answers that belong to a member live in a cache of their own, which ends with the session. */
export function SessionQueries({ sessionId, onOver, children }: SessionQueriesProps) {
  const [client] = useState(() => makeClient(onOver))
  useEffect(() => () => client.clear(), [client])
  return (
    <SessionHeaders value={{ 'x-member-session': sessionId }}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </SessionHeaders>
  )
}

/** With the kiosk's own cookie an ended session is a refusal; without it, nobody is known at all. */
const sessionIsOver: ReadonlySet<string> = new Set(['not-allowed', 'not-signed-in'])

function makeClient(onOver: () => void) {
  const onError = (problem: Error) => {
    if (problem instanceof Problem && sessionIsOver.has(problem.code)) onOver()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        refetchInterval: ASK_EVERY_MS,
        retry: (failures, problem) => failures < 3 && problem instanceof Problem && problem.status === 0,
      },
    },
  })
}

/** Reads what belongs to the member who stands here. */
export function useMine<Answer, Params extends string = never>(
  route: Route<undefined, Answer, Params>,
  ...[params]: [Params] extends [never] ? [] : [Readonly<Record<Params, string>>]
): UseQueryResult<Answer> {
  const headers = useContext(SessionHeaders)
  return useQuery({
    queryKey: [route.path, params],
    queryFn: ({ signal }) => call(route, { headers, signal, params } as unknown as Input<undefined, Params>),
  })
}

export interface Sending {
  headers: Headers
  commandId: string
}

/** A command of the member who stands here; what the page shows of them is read again after it. */
export function useMyCommand<Content, Answer>(run: (content: Content, sending: Sending) => Promise<Answer>) {
  const headers = useContext(SessionHeaders)
  const queries = useQueryClient()
  return useCommand(async (content: Content, commandId) => {
    const answer = await run(content, { headers, commandId })
    await queries.invalidateQueries()
    return answer
  })
}
