import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type * as schema from '../../server/about/schema.ts'
import { useLanguage } from '../i18n/language.ts'
import { call } from './call.ts'
import { read } from './route.ts'

/** What this server is and what of it is simulated. */
export type About = Static<typeof schema.About>
export type Driver = schema.Driver

const about = read<About>()('/api/v1/about')

/** Its sentences come in the language of the page, so another language asks again. */
export const useAbout = () =>
  useQuery({ queryKey: ['about', useLanguage()], queryFn: ({ signal }) => call(about, { signal }) })
