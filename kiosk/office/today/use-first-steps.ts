import { getBatches } from '../../api/cards.ts'
import { getDrives } from '../../api/drives.ts'
import { getGifts } from '../../api/gifts.ts'
import { getPlaces } from '../../api/places.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { getPeople } from '../../api/staff.ts'
import { useMay } from '../use-may.ts'

export interface FirstStep {
  name: 'programme' | 'places' | 'gifts' | 'people' | 'drive' | 'batch'
  to: '/programme' | '/settings' | '/gifts' | '/drives/new' | '/batches/new'
  isDone: boolean
}

/** What an administrator of an empty shop does first, in order; undefined while it is not known what is done. */
export function useFirstSteps(): readonly FirstStep[] | undefined {
  const isWanted = useMay(['administrator'])
  const programmes = useRead(getProgrammes, { isWanted })
  const places = useRead(getPlaces, { isWanted })
  const gifts = useRead(getGifts, { isWanted })
  const people = useRead(getPeople, { isWanted })
  const drives = useRead(getDrives, { isWanted })
  const batches = useRead(getBatches, { isWanted })
  if (!programmes.data || !places.data || !gifts.data || !people.data || !drives.data || !batches.data)
    return undefined
  const kinds = new Set(places.data.places.map(({ kind }) => kind))
  return [
    { name: 'programme', to: '/programme', isDone: programmes.data.programmes.length > 0 },
    { name: 'places', to: '/settings', isDone: kinds.has('store-room') && kinds.has('booth') },
    { name: 'gifts', to: '/gifts', isDone: gifts.data.gifts.length > 0 },
    { name: 'people', to: '/settings', isDone: people.data.people.length > 1 },
    { name: 'drive', to: '/drives/new', isDone: drives.data.drives.length > 0 },
    { name: 'batch', to: '/batches/new', isDone: batches.data.batches.length > 0 },
  ]
}
