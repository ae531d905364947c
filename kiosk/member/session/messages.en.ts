import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  'plain.title': 'This kind of card shows whose it is, but no points.',
  'plain.todo':
    'It can prove nothing when it is tapped. With a code to your phone you prove that it is you: then you see your points and take gifts.',
  'code.get': 'Get a code on my phone',
  'code.title': 'Prove that it is you',
  'code.saved': 'No points were spent and no gift was moved.',
}
