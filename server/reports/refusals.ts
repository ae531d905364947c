import type { RefusalTable } from '../platform/refusal.ts'

export const reportRefusals = {
  'worth-changed': {
    status: 409,
    zh: '积分价值刚被别人改过，请刷新后再看。',
    en: 'Somebody else has just changed what points are worth. Look at the page again.',
  },
} as const satisfies RefusalTable
