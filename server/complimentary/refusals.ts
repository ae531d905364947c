import type { RefusalTable } from '../platform/refusal.ts'

export const complimentaryRefusals = {
  'no-invited-level': {
    status: 409,
    zh: '这个会员计划没有邀请制级别，不能赠卡。',
    en: 'This programme has no level by invitation, so it gives no complimentary cards.',
  },
  'public-official-refused': {
    status: 403,
    zh: '按本店规定，不向公职人员赠卡。这次申请已记录。',
    en: "By the shop's policy public officials get no complimentary cards. The request was written down.",
  },
  'complimentary-unknown': { status: 404, zh: '没有这笔赠卡申请。', en: 'There is no such request.' },
  'same-person-approves': {
    status: 403,
    zh: '自己的申请要由别人审批，请另找一位管理人员。',
    en: 'Nobody approves their own request. Ask another manager.',
  },
  'already-decided': {
    status: 409,
    zh: '这笔申请已经审批过了。',
    en: 'This request has been decided already.',
  },
  'not-approved': {
    status: 409,
    zh: '这笔申请还没有批准，不能发卡。',
    en: 'This request is not approved, so no card is handed over.',
  },
  'consent-unknown': {
    status: 404,
    zh: '没有这个版本的同意书，请重新选择。',
    en: 'There is no such version of the consent text. Choose again.',
  },
  'already-handed-over': {
    status: 409,
    zh: '这笔申请的卡已经发出。',
    en: 'The card of this request has been handed over already.',
  },
} as const satisfies RefusalTable
