import type { ReplayResult } from '../../../api/replays.ts'
import { useName } from '../../../i18n/names.ts'

/** Reads the name of a level that today's rules or the draft know. */
export function useLevelNames({ levels }: ReplayResult): (code: string) => string {
  const nameOf = useName()
  const names = new Map(levels.map((level) => [level.code, nameOf(level)]))
  return (code) => names.get(code) ?? code
}
