import type { RefusalTable } from '../platform/refusal.ts'

export const liveRefusals = {
  'topic-closed': {
    status: 403,
    zh: '您不能查看这个实时主题。',
    en: 'This live topic is not open to you. Ask only for topics that your page shows.',
  },
} as const satisfies RefusalTable
