import type { RefusalTable } from '../platform/refusal.ts'

export const complaintRefusals = {
  'complaint-unknown': {
    status: 404,
    zh: '没有这条投诉，请刷新后查看。',
    en: 'There is no such complaint. Look at the page again.',
  },
  'complaint-answered': {
    status: 409,
    zh: '这条投诉已经答复过了。',
    en: 'This complaint was answered already.',
  },
} as const satisfies RefusalTable
