import type { RefusalTable } from '../platform/refusal.ts'

export const placeRefusals = {
  'place-unknown': {
    status: 404,
    zh: '没有这个地点，请从列表中选择。',
    en: 'There is no such place. Choose one from the list.',
  },
  'place-name-taken': {
    status: 409,
    zh: '已有同名地点，请换个名称。',
    en: 'There is a place of this name already. Choose another.',
  },
} as const satisfies RefusalTable
