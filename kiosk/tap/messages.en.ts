import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Card check',
  'none.title': 'Touch the card with your phone',
  'none.words':
    'Hold the card against the upper back of the phone for a second. The phone then opens the answer by itself.',
  'none.card': 'VIP Gold card',
  'none.privacy': 'This page shows no name, no phone number and no points.',
}
