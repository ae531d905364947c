import type { RefusalTable } from '../platform/refusal.ts'

export const sharingRefusals = {
  'share-unknown': {
    status: 404,
    zh: '这个邀请不是本店发出的，或没有读完整。',
    en: 'This invitation is not ours, or was not read completely.',
  },
} as const satisfies RefusalTable
