import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Laptop of the booths',
  lead: 'Takes what the tablets of “{{drive}}” keep, and hands it to headquarters when there is a network.',

  'reached.title': 'Headquarters is reached, and has everything',
  'sending.title_one': 'Headquarters is reached, {{count}} entry is on its way',
  'sending.title_other': 'Headquarters is reached, {{count}} entries are on their way',
  'reached.todo': 'Nothing to do. Keep it on and on power.',
  'lost.title': 'Headquarters is not reached now',
  'lost.saved_one': 'The {{count}} entry that it took is kept on this laptop.',
  'lost.saved_other': 'The {{count}} entries that it took are kept on this laptop.',
  'lost.saved.none': 'Nothing waits to be handed on.',
  'lost.todo':
    'Tablets go on enrolling; once there is a network this laptop hands everything on by itself. Keep it on and on power.',
  'never.title': 'Headquarters has not been reached yet',
  'never.todo': "Check this laptop's network. Tablets may enrol meanwhile; what it takes is kept.",
  'refused.title': 'Headquarters knows this laptop no more',
  'refused.saved_one': 'The {{count}} entry that waits is still on this laptop, and not lost.',
  'refused.saved_other': 'The {{count}} entries that wait are still on this laptop, and not lost.',
  'refused.saved.none': 'Nothing waits to be handed on.',
  'refused.first':
    'Let the tablets reach headquarters without it: open the address below on each, and pair it with a new code from the office.',
  'refused.second':
    "If it was revoked by mistake: ask the office for a new laptop code, on the drive's page under Tablets, and run this on the laptop:",
  'refused.third': 'Once it is paired anew, it hands on what it kept.',

  'line.label': 'The line to headquarters',
  'seen.label': 'Headquarters last answered',
  'seen.never': 'not yet',
  'sent.label': 'Last handed on',
  'sent.none': 'not since this start',
  'waiting.label': 'Waiting to be handed on',
  'waiting.count_one': '{{count}} entry',
  'waiting.count_other': '{{count}} entries',
  'waiting.since': 'the oldest taken at {{time}}',
  'turned.label': 'Headquarters reached since',
  'turned.lost': 'Headquarters not reached since',

  'tablets.title': 'Tablets',
  'tablets.name': 'Tablet',
  'tablets.booth': 'Booth',
  'tablets.seen': 'Last heard of',
  'tablets.never': 'not yet',
  'tablets.waiting': 'Waiting',
  'tablets.state': 'State',
  'tablets.fine': 'Fine',
  'tablets.revoked': 'Revoked',
  'tablets.broken': 'The office judges it',
  'tablets.none': 'No tablet yet',
  'tablets.none.todo':
    'Open {{address}} on a tablet and pair it with a code from the office; headquarters must be reached for that.',

  'dead.title': 'If this laptop breaks down',
  'dead.first':
    "Tablets go on enrolling, and what was not handed on is still on them. Do not clear the tablets' browser data.",
  'dead.second':
    'If it cannot wait, reach headquarters without it: open {{address}} on the tablet and pair it with a new code from the office. That page and the old one know nothing of each other; leave the old one as it is.',
  'dead.third':
    'What waits in the old page has two ways out: start another laptop at the same address, and it is told everything again; or save it as an encrypted file, under Tablet and gifts, and give that to the office.',
}
