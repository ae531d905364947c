import type { Drive } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { getPeople } from '../../api/staff.ts'

/** Names by id: of the staff, and of whoever is in the drive's team. */
export function usePeopleNames(drive: Drive): ReadonlyMap<string, string> {
  const people = useRead(getPeople).data?.people ?? []
  return new Map([
    ...drive.team.map(({ staffId, displayName }) => [staffId, displayName] as const),
    ...people.map(({ id, displayName }) => [id, displayName] as const),
  ])
}
