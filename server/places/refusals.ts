import type { RefusalTable } from '../platform/refusal.ts'

export const placeRefusals = {
  'place-name-taken': {
    status: 409,
    zh: '已有同名地点，请换个名称。',
    en: 'There is a place of this name already. Choose another.',
  },
} as const satisfies RefusalTable
