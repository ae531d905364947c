import type { RefusalTable } from '../platform/refusal.ts'

export const pointsRefusals = {
  'insufficient-points': {
    status: 409,
    zh: '积分不足，请换一件礼品，或再积一些积分。',
    en: 'Not enough points. Choose another gift, or collect some more points first.',
  },
  'entry-unknown': {
    status: 404,
    zh: '该会员没有这条积分记录，请从列表中选择。',
    en: 'The member has no such entry. Choose one from the list.',
  },
  'correction-unknown': {
    status: 404,
    zh: '没有这笔更正，请从列表中选择。',
    en: 'There is no such correction. Choose one from the list.',
  },
  'correction-decided': {
    status: 409,
    zh: '这笔更正已有决定，请刷新页面查看。',
    en: 'This correction is decided already. Reload the page to see how.',
  },
} as const satisfies RefusalTable
