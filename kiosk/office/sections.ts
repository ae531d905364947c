import { batchReaders, desk, everybody, managers, type Role } from './roles.ts'
import type { IconName } from '../ui/icon.tsx'

interface OfficeSection {
  to: string
  icon: IconName
  roles: readonly Role[]
}

/** The sections of the office in the order of a day, and whom the server answers there. */
export const sections = {
  today: { to: '/', icon: 'today', roles: everybody },
  drives: { to: '/drives', icon: 'calendar', roles: everybody },
  batches: { to: '/batches', icon: 'card', roles: batchReaders },
  designs: { to: '/designs', icon: 'pen', roles: batchReaders },
  printing: { to: '/printing', icon: 'printer', roles: batchReaders },
  stations: { to: '/stations', icon: 'station', roles: desk },
  bench: { to: '/bench', icon: 'scan', roles: desk },
  members: { to: '/members', icon: 'people', roles: managers },
  alerts: { to: '/alerts', icon: 'alert', roles: batchReaders },
  complimentary: { to: '/complimentary', icon: 'box', roles: [...managers, 'auditor'] },
  activities: { to: '/activities', icon: 'check', roles: everybody },
  gifts: { to: '/gifts', icon: 'gift', roles: everybody },
  programme: { to: '/programme', icon: 'rules', roles: everybody },
  partners: { to: '/partners', icon: 'refresh', roles: [...managers, 'auditor'] },
  settings: { to: '/settings', icon: 'settings', roles: [...managers, 'auditor'] },
} as const satisfies Record<string, OfficeSection>

export type SectionName = keyof typeof sections
export const sectionNames = Object.keys(sections) as readonly SectionName[]
