import type { Messages } from '../i18n/messages.ts'
import type { zh } from './signature-words.zh-CN.ts'

export const en: Messages<typeof zh> = {
  draw: 'Sign inside the frame',
  clear: 'Start over',
  undo: 'Undo stroke',
  type: 'Cannot write by hand? Type your name instead',
  typed: 'Name (as signature)',
  back: 'Sign by hand',
  given: 'Signed',
  empty: 'Not signed yet',
}
