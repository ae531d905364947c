import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  place: 'Booth',
  title: 'Booth',
  'closed.title': 'No shift is open',
  'closed.todo': 'Cards and gifts are given out in the office first; then a promoter opens the shift here.',
  'closed.office': 'Go to the office',
}
