import type { RefusalTable } from '../platform/refusal.ts'

export const pointsRefusals = {
  'insufficient-points': {
    status: 409,
    zh: '积分不足，请换一件礼品，或再积一些积分。',
    en: 'Not enough points. Choose another gift, or collect some more points first.',
  },
} as const satisfies RefusalTable
