import type { RefusalTable } from '../platform/refusal.ts'

export const serialRefusals = {
  'programme-full': {
    status: 409,
    zh: '这个会员计划的卡号已用完，请为新批次选择另一个计划。',
    en: 'The card numbers of this programme are used up. Order a new batch under another programme.',
  },
  'number-scheme-current': {
    status: 409,
    zh: '编号方案已是最新，不需要再换。',
    en: 'The number scheme is the newest already.',
  },
  'code-tries-card': {
    status: 429,
    zh: '这张卡今天输错太多次，请明天再试，或用感应。',
    en: 'Too many wrong codes for this card today. Try tomorrow, or tap the card.',
  },
  'code-tries-client': {
    status: 429,
    zh: '从这里输错太多次，请一小时后再试。',
    en: 'Too many wrong codes from here. Try again in an hour.',
  },
  'security-code-wrong': {
    status: 422,
    zh: '卡号和安全码不符，请对照卡背再输入。',
    en: 'Number and code do not belong together. Read both from the back of the card.',
  },
  'gs1-prefix-set': {
    status: 409,
    zh: 'GS1 厂商识别代码已设定，不能更改。',
    en: 'The GS1 company prefix is set and stays.',
  },
  'gs1-prefix-missing': {
    status: 409,
    zh: '还没有设定 GS1 厂商识别代码：先向 GS1 申请，再由管理员填写。',
    en: 'No GS1 company prefix is set. License one from GS1; an administrator enters it.',
  },
  'gs1-full': {
    status: 409,
    zh: '这个厂商识别代码的编号已用完，请向 GS1 申请更短的代码。',
    en: 'The numbers under this company prefix are used up. License a shorter one from GS1.',
  },
} as const satisfies RefusalTable
