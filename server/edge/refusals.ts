import type { RefusalTable } from '../platform/refusal.ts'

export const edgeRefusals = {
  'headquarters-unreached': {
    status: 503,
    zh: '笔记本现在连不上总部，稍后会再试；没有任何改动。',
    en: 'The laptop cannot reach headquarters now and will try again. Nothing was changed.',
  },
  'laptop-refused': {
    status: 503,
    zh: '总部不再认这台笔记本，请让平板直接连总部，并告诉办公室。',
    en: 'Headquarters knows this laptop no more. Let the tablets reach headquarters without it, and tell the office.',
  },
} as const satisfies RefusalTable
