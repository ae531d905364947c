import type { RefusalTable } from '../platform/refusal.ts'

export const programmeRefusals = {
  'programme-number-taken': {
    status: 409,
    zh: '这个计划编号已被使用，请换一个编号。',
    en: 'This programme number is taken. Choose another.',
  },
  'programme-unknown': {
    status: 404,
    zh: '没有这个会员计划，请从列表中选择。',
    en: 'There is no such programme. Choose one from the list.',
  },
  'counter-name-taken': {
    status: 409,
    zh: '已有同名专柜，请换个名称。',
    en: 'There is a counter of this name already. Choose another.',
  },
} as const satisfies RefusalTable
