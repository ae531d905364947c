import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Card check',
  'language.other': '简体中文',
  'card.sample': 'VIP Gold card, front',
  'card.this': 'The front of this card',
  'none.title': 'Touch the card with your phone',
  'none.words':
    'Hold the card against the upper back of the phone for a second. The phone then opens the answer by itself.',
  'checking.title': 'Checking…',
  'unreachable.title': 'No network',
  'unreachable.words': "This card has not been checked yet. Look at the phone's network and try again.",
  'unreachable.again': 'Try again',
  'genuine.title': 'This card is genuine',
  'genuine.words':
    'It is one of ours, and its chip answered just now. For points and gifts, tap it at a member kiosk in the store.',
  'genuine.next': 'Check another card',
  'copied.title': 'This may be a copy',
  'copied.words':
    'This message was used once before. Touch the card itself again; if this stays, take it to the service desk.',
  'copied.next': 'Touch the card again',
  'unknown.title': 'We do not know this card',
  'unknown.words':
    'It is not a valid card of ours, or it was not read to the end. If in doubt, take it to the service desk.',
  'unknown.next': 'Check another card',
  'reminders.on': 'We tell you by message before points end',
  'reminders.on.words':
    'At most once for each month in which some end. If you want no more of these messages, press the button below.',
  'reminders.stop': 'Stop reminding me',
  'reminders.off': 'No more reminders',
  'reminders.off.words':
    'You get no more messages before points end. Your points stay good; a kiosk in the store shows until when.',
  'reminders.start': 'Remind me again',
  'invite.qr': 'QR code of the address to pass on',
  'invite.title': 'Invite a friend',
  'invite.words':
    'A friend who names this code when joining brings points to both of you, with a first purchase that reaches what the rules ask.',
  'invite.do': 'Pass it on',
  'invite.message': 'My code is {{code}}: name it when you join.',
  'invite.copied': 'The address is copied.',
  'invited.title': 'A friend invites you',
  'invited.words': 'Name the code above when you get your card in the shop.',
  privacy: 'This page shows no name, no phone number and no points.',
}
