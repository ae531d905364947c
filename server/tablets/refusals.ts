import type { RefusalTable } from '../platform/refusal.ts'

export const tabletRefusals = {
  'tablet-unknown': { status: 404, zh: '没有这台平板。', en: 'There is no such tablet.' },
  'tablet-key-invalid': {
    status: 422,
    zh: '平板的密钥不对，请在平板上重新配对。',
    en: 'The tablet’s key is not one on P-256. Pair it again from its own page.',
  },
  'tablet-key-taken': {
    status: 409,
    zh: '这把密钥已经属于另一台平板，请在平板上重新配对。',
    en: 'Another tablet has this key already. Pair it again from its own page.',
  },
  'tablet-signature-wrong': {
    status: 401,
    zh: '平板的签名不对，请重新配对。',
    en: 'The tablet’s signature is not right. Pair it again.',
  },
  'tablet-revoked': {
    status: 403,
    zh: '这台平板已停用。请把待传的记录导出，交给办公室。',
    en: 'This tablet was revoked. Export what waits on it and bring it to the office.',
  },
  'tablet-not-revoked': {
    status: 409,
    zh: '这台平板还在使用，请先停用它。',
    en: 'The tablet is in use. Revoke it first.',
  },
  'write-off-asked': {
    status: 409,
    zh: '已经有人申请放弃这台平板上的记录了。',
    en: 'Somebody has asked to give up what waits on this tablet already.',
  },
  'write-off-unknown': {
    status: 404,
    zh: '没有等待确认的放弃申请。',
    en: 'Nobody has asked to give up what waits on this tablet, or it is decided.',
  },
  'tablet-request-stale': {
    status: 409,
    zh: '这个请求比平板上一个请求还早，请用更晚的时间重新发送。',
    en: 'This request is not later than the last one of this tablet. Send it again with a later time.',
  },
  'laptop-unknown': { status: 404, zh: '没有这台笔记本。', en: 'There is no such laptop.' },
  'laptop-key-invalid': {
    status: 422,
    zh: '笔记本的密钥不对，请重新配对。',
    en: 'The laptop’s key is not one on P-256. Pair it again.',
  },
  'laptop-key-taken': {
    status: 409,
    zh: '这把密钥已经属于另一台笔记本，请重新配对。',
    en: 'Another laptop has this key already. Pair it again.',
  },
  'laptop-signature-wrong': {
    status: 401,
    zh: '笔记本的签名不对，请重新配对。',
    en: 'The laptop’s signature is not right. Pair it again.',
  },
  'laptop-revoked': {
    status: 403,
    zh: '这台笔记本已停用，请让平板直接连总部。',
    en: 'This laptop was revoked. Let the tablets reach headquarters without it.',
  },
  'laptop-request-stale': {
    status: 409,
    zh: '这个请求比笔记本上一个请求还早，请用更晚的时间重新发送。',
    en: 'This request is not later than the last one of this laptop. Send it again with a later time.',
  },
  'no-cards-named': { status: 422, zh: '请写明几张卡。', en: 'Say how many cards.' },
  'fewer-cards-handed': {
    status: 409,
    zh: '没有给过这台平板这么多卡。',
    en: 'This tablet was never handed so many cards.',
  },
  'queue-of-another': {
    status: 422,
    zh: '这个文件是另一台平板的，请到那台平板的页面上传。',
    en: 'This file is another tablet’s. Upload it at that tablet.',
  },
  'held-unknown': {
    status: 404,
    zh: '没有这一条，或已经处理过。',
    en: 'There is no such text, or it is settled already.',
  },
  'conflict-unknown': { status: 404, zh: '没有这条记录。', en: 'There is no such conflict.' },
  'nothing-to-do': { status: 409, zh: '这一条没有要做的事。', en: 'This conflict left nothing to do.' },
  'person-unknown': {
    status: 404,
    zh: '没有这份待补全的资料，或已经补全。',
    en: 'There is no such form to complete, or it is completed already.',
  },
  'form-invalid': {
    status: 422,
    zh: '这份资料缺少签名或其他内容，不能入会。请让顾客重新填写。',
    en: 'The form lacks its signature or another part. The person must fill in a new one.',
  },
  'enrolment-has-card': {
    status: 409,
    zh: '这位会员已经拿到卡了。',
    en: 'This person has a card by now.',
  },
  'phone-filter-not-ready': {
    status: 503,
    zh: '手机号过滤器还在准备，请过几分钟再取。',
    en: 'The filter of phones is still being built. Ask again in a few minutes.',
  },
  'chain-broken': {
    status: 400,
    zh: '记录链断了或签名不对；收到的都已保留，请联系办公室。',
    en: 'The chain of entries or a signature is broken. All that came is kept; ask the office.',
  },
} as const satisfies RefusalTable
