import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './card-words.zh-CN.ts'

export const en: Messages<typeof zh> = {
  'words.open': 'Fill in cards',
  'words.title': 'What the cards say',
  'words.lead':
    'The design of these cards also shows what follows. It can be written for cards that are not printed; what is written last counts.',
  'words.from': 'From card',
  'words.to': 'To card',
  'words.range.help': 'A badge is one card; of gift cards many can be filled in at once.',
  'words.range.wrong': 'Write numbers from 1 to {{most}}, the second not below the first.',
  'words.optional': 'Left empty, nothing is printed there.',
  'words.money.help': 'In yuan, for example 500.',
  'words.money.wrong': 'Write an amount, for example 500 or 88.50.',
  'words.date.help': 'For example 2029-12-31.',
  'words.date.wrong': 'Write the day as 2029-12-31.',
  'words.submit': 'Write on the cards',
  'words.written_one': 'Written on {{count}} card; it is printed with it.',
  'words.written_other': 'Written on {{count}} cards; they are printed with it.',
  'words.so-far': 'What is filled in',
  'words.cards': 'Cards',
  'words.range': 'Card {{first}}–{{last}}, {{cards}} in all',
  'words.says': 'What they say',
  'words.at': 'When',
  'words.field.memberName': 'Name',
  'words.field.jobTitle': 'Job title',
  'words.field.department': 'Department',
  'words.field.staffNumber': 'Staff number',
  'words.field.faceValue': 'Face value',
  'words.field.validThrough': 'Valid through',
}
