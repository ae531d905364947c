import type { Role } from '../platform/actor.ts'

/** A shop that does not exist: what a first visit finds. Everything here may be read aloud. */
export const programme = {
  number: 1,
  name: '锦城百货 VIP · Brocade City VIP',
  preset: 'mall-two-level',
} as const

interface SampleStaff {
  signInName: string
  displayName: string
  roles: readonly Role[]
}

export const people: readonly SampleStaff[] = [
  { signInName: 'admin', displayName: '沈静 Shen Jing', roles: ['administrator'] },
  { signInName: 'manager', displayName: '顾明 Gu Ming', roles: ['programme-manager'] },
  { signInName: 'operator', displayName: '何平 He Ping', roles: ['card-operator'] },
  { signInName: 'lin', displayName: '林悦 Lin Yue', roles: ['promoter'] },
  { signInName: 'zhou', displayName: '周雨 Zhou Yu', roles: ['promoter'] },
]

export const places = {
  storeRoom: { name: '总库 Store room', kind: 'store-room' },
  northGate: { name: '北门展位 North gate', kind: 'booth' },
  atrium: { name: '中庭展位 Atrium', kind: 'booth' },
  serviceDesk: { name: '一层服务台 Service desk, level 1', kind: 'kiosk' },
} as const

export const gifts = [
  { nameZh: '晴雨伞', nameEn: 'Umbrella', picture: 'umbrella', pricePoints: 300, stock: 200 },
  { nameZh: '明前龙井', nameEn: 'Longjing tea', picture: 'tea', pricePoints: 500, stock: 100 },
  { nameZh: '保温杯', nameEn: 'Thermos', picture: 'thermos', pricePoints: 80, stock: 150 },
  { nameZh: '帆布袋', nameEn: 'Canvas tote', picture: 'tote', pricePoints: 50, stock: 300 },
]

export const counters = [
  { name: '云裳女装 Yunshang fashion', joins: true, ratePerMille: 800 },
  { name: '松鹤家居 Songhe home', joins: true, ratePerMille: 1000 },
  { name: '珍宝珠宝 Zhenbao jewellery', joins: false, ratePerMille: 1000 },
]

export const printer = { name: '模拟制卡机 Simulated card printer', blanks: 500, ribbon: 1_000 }
export const till = '一层收银 Till 1'
export const kioskName = '服务台会员机 Service desk kiosk'
export const driveName = '开业三日 · Opening days'

export const sources = [
  { code: 'flyer', nameZh: '传单', nameEn: 'Flyer' },
  { code: 'media', nameZh: '媒体', nameEn: 'Media' },
  { code: 'friend', nameZh: '朋友介绍', nameEn: 'A friend' },
  { code: 'passing', nameZh: '路过', nameEn: 'Passing by' },
]

export const consent = {
  version: '2026-11',
  textZh:
    '我自愿加入锦城百货 VIP 会员，同意锦城百货为发卡、积分、兑换和会员服务保存我的姓名、手机号和生日，' +
    '并向我的手机发送与会员服务有关的通知。我可以随时到服务台或会员机查看、更正、导出或删除这些资料，也可以随时退会。',
  textEn:
    'I join the Brocade City VIP club of my own will and agree that Brocade City keeps my name, phone number and birthday ' +
    'to issue my card, keep my points and serve me as a member, and sends messages about that service to my phone. ' +
    'At the service desk or at a kiosk I may see, correct, export or erase these data, and leave the club, at any time.',
}
