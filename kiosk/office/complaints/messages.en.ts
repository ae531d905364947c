import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Complaints',
  none: 'No complaints.',
  note: 'Note a complaint',
  'note.words': 'Levels by merit count complaints. The words are kept sealed with the key of this member.',
  'note.kind': 'About',
  'note.text': 'What the member said',
  'note.submit': 'Note it',
  'kind.service': 'Service',
  'kind.goods': 'Goods',
  'kind.points': 'Points and prices',
  'kind.other': 'Something else',
  when: 'When',
  what: 'Complaint',
  by: 'Noted by',
  answer: 'Answer',
  'answer.do': 'Answer',
  'answer.text': 'What was answered',
  'answer.given': '{{by}}: {{text}}',
}
