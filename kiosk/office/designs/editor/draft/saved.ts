import { createContext, use } from 'react'
import type { Base } from './use-draft.ts'

/** What the server has: the version and revision that were saved last. */
export const SavedContext = createContext<Base>({ number: 1, revision: 1 })

export const useSaved = (): Base => use(SavedContext)
