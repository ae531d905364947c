import type { RefusalTable } from '../platform/refusal.ts'

export const kioskRefusals = {
  'kiosk-name-taken': {
    status: 409,
    zh: '已有同名的自助机，请换个名称。',
    en: 'There is a kiosk of this name already. Choose another.',
  },
  'kiosk-reader-taken': {
    status: 409,
    zh: '这个读卡器已属于另一台自助机。',
    en: 'Another kiosk looks through this reader. Choose a different one.',
  },
  'kiosk-place-unknown': {
    status: 422,
    zh: '没有这个地点，请先添加。',
    en: 'There is no such place. Add it first.',
  },
  'kiosk-station-unknown': {
    status: 422,
    zh: '没有这个工作站，请先配对。',
    en: 'There is no such station. Pair it first.',
  },
  'kiosk-unknown': { status: 404, zh: '没有这台自助机。', en: 'There is no such kiosk.' },
  'card-without-member': {
    status: 422,
    zh: '这张卡还没有发给会员，请到服务台办理。',
    en: 'This card has not been given to a member yet. Ask at the service desk.',
  },
  'card-stopped': {
    status: 422,
    zh: '这张卡已停用，请到服务台。',
    en: 'This card has been stopped. Ask at the service desk.',
  },
  'tap-needed': {
    status: 403,
    zh: '刷卡或扫码只能查看：请把卡片贴在感应区，或用手机验证码证明是您本人。',
    en: 'A swipe or a scan can only look: tap the card, or prove with a code to your phone that it is you.',
  },
  'pin-needed': { status: 403, zh: '请先输入密码。', en: 'Enter your PIN first.' },
  'joining-needed': {
    status: 403,
    zh: '请先用短信验证码证明您是这位会员。',
    en: 'First prove with a code to your phone that this account is yours.',
  },
  'card-joined-already': {
    status: 409,
    zh: '这张卡已经合并过了。',
    en: 'This card has been joined already.',
  },
} as const satisfies RefusalTable
