import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  place: 'Office',
  'nav.label': 'The work of the day',
  'nav.today': 'Today',
  'nav.start': 'Start page',
  'help.title': 'What this page is for',

  'today.title': 'Today',
  'today.lead.simulated': 'The server is well; {{simulated}} of {{count}} kinds of device are simulated.',
  'today.lead.ready': 'The server is well; all {{count}} kinds of device are ready.',
  'today.lead.missing': 'The server is well; {{missing}} of {{count}} kinds of device are missing.',
  'today.lead.none': 'The server is well. Devices are connected to the stations.',
  'today.devices': 'Devices',
  'today.help':
    'Look here first each day: whatever is wrong is said in the first sentence. Where a driver is missing, the line beside it installs it.',
  'not-found.title': 'There is no such page',
  'not-found.todo': 'The address may be mistyped, or the page has nothing to show yet.',
  'not-found.home': 'Back to Today',
}
