import type { QueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { checkCardCode, getCardKeys } from '../api/card-signature.ts'
import { scanCard, type MemberSession } from '../api/kiosks.ts'

const fetchKeys = () => call(getCardKeys)

/** Whether a code only looks like ours; without the keys that is for the server to say. */
async function isForged(queries: QueryClient, text: string): Promise<boolean> {
  try {
    const keys = await queries.fetchQuery({ queryKey: ['card-keys'], queryFn: fetchKeys, staleTime: 300_000 })
    return (await checkCardCode(text, keys)).kind === 'forged'
  } catch {
    return false
  }
}

/** Asks whose card was scanned; 'card-not-genuine' for a code that no key of ours signed, which is not sent at all. */
export const scanCode = async (
  queries: QueryClient,
  text: string,
): Promise<MemberSession | 'card-not-genuine'> =>
  (await isForged(queries, text)) ? 'card-not-genuine' : call(scanCard, { body: { text } })
