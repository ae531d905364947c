import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Redeem for a member',
  'tap.title': 'Let the member lay their card on the reader',
  'tap.words':
    'Points are spent by a tap here and now and the PIN; a swipe, a scan or a number spends nothing.',
  'tap.no-reader': 'This booth has no reader. The member redeems at a kiosk or at the service desk.',
  'tap.means': 'This proves nobody. Lay the card on the reader.',
  'tap.nobody': 'This card has no member yet and redeems nothing.',
  'tap.stopped': 'This card is stopped. Send the member to the service desk.',
  'tap.refused':
    'This card cannot be read or is none of ours. Try another, or send the member to the service desk.',
  card: 'Card of the member',
  'card.other': 'Another member',
  'gift.title': 'What would they like?',
  'gift.none': 'Nothing can be redeemed here',
  'gift.none.todo': 'Ask the office to move gifts to this booth, or send the member to a kiosk.',
  'gift.left_one': '{{count}} left',
  'gift.left_other': '{{count}} left',
  'gift.coupon': 'Coupon',
  pin: 'PIN of the member',
  'pin.words':
    'The member types the six digits. Turn away while they do. Who has no PIN sets one at a kiosk first.',
  submit_one: 'Redeem for {{count}} point',
  submit_other: 'Redeem for {{count}} points',
  choose: 'Choose a gift first',
  saved: 'No points were spent; the gift is on the table. After a wrong PIN, let the member tap again.',
  'held.title': '“{{name}}” is set aside',
  'held.todo': 'Give it to the member now, then press the button below.',
  'held.coupon': '“{{name}}” is theirs',
  'held.coupon.todo':
    'The voucher is the member’s: its code is shown at a kiosk, under “My vouchers and benefits”.',
  'hand.do': 'It is in their hand',
  'hand.done': '“{{name}}” was handed over and its points are spent.',
  void: 'Give it up, points back',
  'void.done': 'Cancelled: the points are back, the gift stays on the table.',
  next: 'Next member',
}
