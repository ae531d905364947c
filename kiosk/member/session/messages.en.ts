import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  'plain.title': 'This kind of card shows whose it is, but no points.',
  'plain.todo':
    'It can prove nothing when it is tapped. With a code to your phone you prove that it is you: then you see your points and take gifts.',
  'code.get': 'Get a code on my phone',
  'code.title': 'Prove that it is you',
  'code.saved': 'No points were spent and no gift was moved.',

  mine: 'My vouchers and benefits',
  'mine.prove': 'Codes are shown after your PIN: a code is as good as money, show it to nobody else.',
  'mine.prove.do': 'Enter the PIN',
  'mine.none': 'No vouchers yet',
  'mine.none.todo': 'A coupon that you take for points shows here.',
  'voucher.amount': '{{amount}} off',
  'voucher.percent': '{{rate}} % off',
  'voucher.benefit': 'A benefit of your level, shown at the counter',
  'voucher.from': 'from {{amount}} on',
  'voucher.change': 'what is left stays on it',
  'voucher.joint': ', ',
  'voucher.until': 'Good until',
  'voucher.used': 'Used',
  'voucher.void': 'Void',
  'voucher.expired': 'Expired',
  'voucher.qr': 'QR code for the till',
  benefits: 'What your level gives',
  'benefit.always': 'whenever it comes up',
  'benefit.left_one': '{{count}} of {{all}} left this year',
  'benefit.left_other': '{{count}} of {{all}} left this year',
  'benefit.take': 'Take one',
  'slots.title': 'Choose a time',
  'slots.none': 'No appointment is free within two weeks',
  'slots.take_one': '{{time}} ({{count}} free)',
  'slots.take_other': '{{time}} ({{count}} free)',
  'coupon.words': 'The voucher is yours at once; the till scans it when you pay.',
  'appointment.at': 'Appointment',
}
