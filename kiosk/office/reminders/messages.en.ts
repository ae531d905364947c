import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Reminders before points end',
  on: 'The member is told by message before points end.',
  off: 'The member wants no reminders, and gets none.',
  stop: 'The member wants none',
  start: 'The member wants them',
  note: 'Members can choose themselves too, at the address in each reminder.',
}
