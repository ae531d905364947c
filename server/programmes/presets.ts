import type { Rules } from './schema.ts'

/** The rules that a new programme starts with, by the name of its preset. */
export const presets = {
  'mall-two-level': {
    preset: 'mall-two-level',
    levels: [
      { code: 'gold', nameZh: 'VIP 金卡', nameEn: 'VIP Gold', ratePerMille: 880, byInvitation: false },
      { code: 'diamond', nameZh: 'VIP 钻石卡', nameEn: 'VIP Diamond', ratePerMille: 850, byInvitation: true },
    ],
    earn: { unitFen: 1000, rounding: 'down' },
    welcomePoints: 50,
    holdMinutes: 15,
  },
} as const satisfies Record<string, Rules>
