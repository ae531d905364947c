import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'
import { read } from './route.ts'

/** What this server is and what of it is simulated. */
export interface About {
  simulated: boolean
  publicUrl: string
  drivers: readonly Driver[]
  sampleData: boolean
  /** Sign-ins to try the product with; given in simulated mode only. */
  people: readonly DemoPerson[]
}

export interface Driver {
  name: string
  state: 'ready' | 'simulated' | 'missing'
  /** What that means, in the reader's language. */
  sentence: string
  /** The one line that installs what is missing. */
  install?: string
}

export interface DemoPerson {
  signInName: string
  displayName: string
  password: string
}

const about = read<About>()('/api/v1/about')

export const useAbout = () =>
  useQuery({ queryKey: ['about'], queryFn: ({ signal }) => call(about, { signal }) })
