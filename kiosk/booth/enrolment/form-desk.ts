import type { BoothDesk } from '../../api/drives.ts'

/** What a form is filled in against: asked of the server, or taken along by a tablet. */
export type FormDesk = Pick<BoothDesk, 'day' | 'consent' | 'sources' | 'levels' | 'stock'> & {
  booth: Pick<BoothDesk['booth'], 'reader'>
}
