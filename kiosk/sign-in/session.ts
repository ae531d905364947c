import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { useCommand } from '../api/queries.tsx'
import { getSession, makeFirstAdministrator, signIn, signOut } from '../api/staff.ts'

export const useSession = () =>
  useQuery({ queryKey: ['session'], queryFn: ({ signal }) => call(getSession, { signal }) })

/** A command after which nothing that the page read before may stay: somebody else may be here now. */
function useHandOver<Content>(run: (content: Content, commandId: string) => Promise<unknown>) {
  const queries = useQueryClient()
  return useCommand(async (content: Content, commandId) => {
    await run(content, commandId)
    queries.removeQueries({ type: 'inactive' })
    // While it is not known who is here nothing else is drawn, so that nothing is asked in vain.
    await queries.resetQueries({ queryKey: ['session'] })
    queries.removeQueries({ type: 'inactive' })
  })
}

export const useSignIn = () =>
  useHandOver((body: { signInName: string; password: string }, commandId) =>
    call(signIn, { body, commandId }),
  )

export const useFirstAdministrator = () =>
  useHandOver((body: { signInName: string; displayName: string; password: string }, commandId) =>
    call(makeFirstAdministrator, { body, commandId }),
  )

export const useSignOut = () => useHandOver((_: void, commandId) => call(signOut, { commandId }))
