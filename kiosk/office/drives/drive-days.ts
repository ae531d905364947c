import type { Drive } from '../../api/drives.ts'

export type DriveState = 'today' | 'planned' | 'over'

export const firstDay = ({ days }: Drive) => days[0]?.day ?? ''
export const lastDay = ({ days }: Drive) => days.at(-1)?.day ?? ''

/** Where a drive stands on a calendar day; between two of its days it is still planned. */
export function stateOn(drive: Drive, today: string): DriveState {
  if (drive.days.some(({ day }) => day === today)) return 'today'
  return lastDay(drive) < today ? 'over' : 'planned'
}

/** The day that a page begins with: today where it is one of the drive's, else the latest that has come, else the first. */
export function dayShown(drive: Drive, today: string): string {
  return drive.days.findLast(({ day }) => day <= today)?.day ?? firstDay(drive)
}
