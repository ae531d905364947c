import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertPlace, setPosition } from './queries.ts'
import type { Place, Position } from './schema.ts'
import type { PlaceTable } from './table.ts'

/** Adds a place where cards and gifts can lie. Refuses with `place-name-taken`. */
export async function addPlace(
  work: Work,
  place: Pick<PlaceTable, 'name' | 'kind'>,
): Promise<Result<Place, 'place-name-taken'>> {
  const id = derivedId(work.id, 'place')
  const isNew = await insertPlace(work.tx, {
    ...place,
    id,
    latitude_e6: null,
    longitude_e6: null,
    created_at: work.now,
  })
  if (!isNew) return refuse('place-name-taken')
  await audit(work, { action: 'place.added', subject: `place:${id}`, details: { kind: place.kind } })
  return accept({ id, ...place, position: null })
}

/** Says where a place is, so that a card seen in two places too soon is found out. Refuses with `place-unknown`. */
export async function placeAt(
  work: Work,
  { placeId, position }: { placeId: string; position: Position },
): Promise<Result<Place, 'place-unknown'>> {
  const place = await setPosition(work.tx, placeId, position)
  if (!place) return refuse('place-unknown')
  await audit(work, { action: 'place.located', subject: `place:${placeId}`, details: { ...position } })
  return accept(place)
}
