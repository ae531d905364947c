import type { RefusalTable } from '../platform/refusal.ts'

export const referralRefusals = {
  'introducer-unknown': {
    status: 422,
    zh: '没有找到介绍人，请核对卡号、手机号或推荐码，或者留空。',
    en: 'Nobody has this card number, phone or code. Check what was named, or leave it empty.',
  },
} as const satisfies RefusalTable
