import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  card: 'New card',
  'card.help': 'Type the 16 digits on the card, or scan the code on its back.',
  'card.wrong': 'Write all 16 digits of the card, or scan it again.',
  place: 'The new card lies',
  'place.office': 'In the office',
}
