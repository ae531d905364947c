import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Brought by, and brought',
  by: 'Brought by a member',
  brought: 'Brought a friend',
  member: 'Member',
  joined: 'Joined',
  points: 'Points of this member',
  open: 'No purchase that reaches the amount yet',
}
