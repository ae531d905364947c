import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Start here',
  'hero.title': 'From a blank card to a gift in the hand',
  'hero.lead':
    'Making cards, encoding them, handing them out and using them: one system. Five stops take you through it, in the order of a day.',
  'hero.start': 'Begin in the office',
  'hero.gold': 'VIP Gold card',
  'hero.diamond': 'VIP Diamond card',

  'simulated.title': 'What is simulated here',
  'simulated.yes':
    'Readers, stripe writer and cards are simulated; the database and the server are real. The whole way works with no device at all.',
  'simulated.no': 'Real devices are connected to this machine; nothing is simulated.',
  'simulated.sample':
    'Brocade City, its two card designs, the three-day drive, people and gifts are sample data. Start with --empty to leave them out.',
  'simulated.empty': 'There is no sample data: make the first administrator in the office.',
  'simulated.url':
    'Cards written now carry the address {{url}}. Before real cards, set PUBLIC_URL to an https address that every phone can open.',

  'job.title': 'Five stops of a day',
  'job.office.title': 'Office: order and encode cards',
  'job.office.words':
    'Order a batch of Gold cards and get a PDF ready to print. Then write chip and stripe card by card; each is read back and checked, and the number of a spoiled one dies at once.',
  'job.office.open': 'Go to the office',
  'job.booth.title': 'Booth: enrol on the spot',
  'job.booth.words':
    'Form, signature, card and gift in one go. The same phone number never gets a second gift.',
  'job.booth.open': 'Go to the booth',
  'job.kiosk.title': 'Kiosk: points and gifts',
  'job.kiosk.words':
    'Tap, swipe or scan to see level, points and gifts; tap again with the PIN and a gift is set aside. When the member leaves, the screen forgets.',
  'job.kiosk.open': 'See the kiosk',
  'job.tap.title': 'Phone: is this card genuine?',
  'job.tap.words':
    'What a phone opens when it touches the card: genuine, copied or unknown. It shows nothing personal.',
  'job.tap.open': 'See the tap page',
  'job.evening.title': 'Evening: count and sign',
  'job.evening.words':
    'Count the cards and gifts that are left, explain any difference, have a second person sign, and print the day on one page.',
  'job.evening.open': 'Go and count',

  'people.title': 'Who to sign in as',
  'people.words': 'These accounts exist in simulated mode only.',
  'people.name': 'Name',
  'people.sign-in-name': 'Sign-in name',
  'people.password': 'Password',

  'foot.api': 'API documentation, for tills',
}
