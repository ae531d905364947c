import type { Messages } from '../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  title: 'Member kiosk',
  'attract.title': 'Please show your card',
  'attract.lead': 'See your points. Take your gift.',
  'attract.tap': 'Tap',
  'attract.tap.words': 'on the reader to the right',
  'attract.swipe': 'Swipe',
  'attract.swipe.words': 'stripe to the left, in one go',
  'attract.scan': 'Scan',
  'attract.scan.words': 'hold the code on the back to the camera',
  'attract.card': 'VIP Gold card',
  'attract.forget': 'When you leave, the screen keeps nothing about you.',
}
