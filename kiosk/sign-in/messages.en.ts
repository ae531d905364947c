import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Sign in',
  lead: 'Good to see you.',
  name: 'Sign-in name',
  password: 'Password',
  submit: 'Sign in',
  'help.title': 'Forgotten the password?',
  'help.words':
    'Ask an administrator. After several wrong tries there is a pause of a few minutes; the account stays.',

  'first.title': 'First run',
  'first.lead':
    'Make the administrator first. People, booths and devices are added by the administrator afterwards.',
  'first.display-name': 'Name',
  'first.display-name.help': 'What colleagues see on the screen.',
  'first.name.help': 'Small letters or digits, two at least, such as lin.yue.',
  'first.password.help': 'At least 12 characters. A few unrelated words are easiest to remember.',
  'first.password.short_one': '{{count}} character is missing.',
  'first.password.short_other': '{{count}} characters are missing.',
  'first.again': 'Password once more',
  'first.again.differs': 'The two passwords differ.',
  'first.submit': 'Make the administrator',

  'role.administrator': 'Administrator',
  'role.programme-manager': 'Programme manager',
  'role.card-operator': 'Card operator',
  'role.promoter': 'Promoter',
  'role.auditor': 'Auditor',
  card: 'VIP Gold card',
  'sign-out': 'Sign out',
}
