import type { Visit } from './browser.ts'
import { wordsIn, type Language, type Words } from './words.ts'

/** Somebody before a page: what they see, and what it says. */
export interface Seat extends Words {
  visit: Visit
  page: Visit['page']
  look: Visit['look']
}

export const seat = (visit: Visit, language: Language): Seat => ({
  ...wordsIn(language),
  visit,
  page: visit.page,
  look: (...screen) => visit.look(...screen),
})

export const PASSWORD = 'copper lantern harbour'
export const PIN = '583207'

interface Facts {
  administrator: string
  programme: string
  storeRoom: string
  booth: string
  kioskPlace: string
  umbrella: string
  tea: string
  counter: string
  till: string
  kiosk: string
  drive: string
  source: string
  promoter: string
  colleague: string
  manager: string
  member: string
  maskedMember: string
  otherMember: string
  broken: string
  delivery: string
}

/** What people of the story type, in their own language. */
export const factsOf: Record<Language, Facts> = {
  'zh-CN': {
    administrator: '沈静',
    programme: '锦城百货贵宾会',
    storeRoom: '总库',
    booth: '北门展位',
    kioskPlace: '一层服务台',
    umbrella: '晴雨伞',
    tea: '明前龙井',
    counter: '云裳女装',
    till: '一层收银',
    kiosk: '服务台会员机',
    drive: '开业三日',
    source: '朋友介绍',
    promoter: '林悦',
    colleague: '周雨',
    manager: '顾明',
    member: '欧阳小明',
    maskedMember: '欧*',
    otherMember: '王芳',
    broken: '一把伞骨断了，已收好',
    delivery: '送货单 7',
  },
  en: {
    administrator: 'Ada Shen',
    programme: 'Brocade City VIP',
    storeRoom: 'Store room',
    booth: 'North gate',
    kioskPlace: 'Service desk',
    umbrella: 'Umbrella',
    tea: 'Longjing tea',
    counter: 'Yunshang fashion',
    till: 'Till 1',
    kiosk: 'Service desk kiosk',
    drive: 'Opening days',
    source: 'A friend',
    promoter: 'Lin Yue',
    colleague: 'Zhou Yu',
    manager: 'Gu Ming',
    member: 'Robin Ouyang',
    maskedMember: 'R*',
    otherMember: 'Wang Fang',
    broken: 'One broke and is kept aside',
    delivery: 'Note 7',
  },
}

export const PHONE = '13812345678'
export const OTHER_PHONE = '13987654321'
/** what the member spends at the kiosk; 50 points for joining and 55 for a purchase cover it */
export const GIFT_POINTS = 80
