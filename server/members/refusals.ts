import type { RefusalTable } from '../platform/refusal.ts'

export const memberRefusals = {
  'phone-invalid': {
    status: 422,
    zh: '这不是中国大陆的手机号，请核对 11 位数字。',
    en: 'This is not a mobile number of mainland China. Check its 11 digits.',
  },
  'birthday-invalid': {
    status: 422,
    zh: '生日不对，请核对年月日。',
    en: 'This birthday cannot be right. Check year, month and day.',
  },
  'member-unknown': {
    status: 404,
    zh: '没有这位会员，请重新查找。',
    en: 'There is no such member. Search again.',
  },
  'consent-version-taken': {
    status: 409,
    zh: '这个版本号已用过；同意书一经发布不能改动，请换新版本号。',
    en: 'This version exists. Consent texts are never edited: choose a new version.',
  },
  'pin-too-simple': {
    status: 422,
    zh: '密码太简单，请避开相同或连续的数字。',
    en: 'This PIN is too simple. Avoid equal digits and digits in a row.',
  },
  'pin-not-set': {
    status: 409,
    zh: '还没有设置密码，请先用短信验证码设置。',
    en: 'There is no PIN yet. Set one with a code to the phone first.',
  },
  'pin-wrong': {
    status: 422,
    zh: '密码不对。连续输错五次会锁定 15 分钟。',
    en: 'The PIN is wrong. After five wrong tries it is locked for 15 minutes.',
  },
  'pin-locked': {
    status: 423,
    zh: '密码已锁定，请 15 分钟后再试，或用短信验证码重设。',
    en: 'The PIN is locked. Try again in 15 minutes, or set a new one with a code to the phone.',
  },
  'code-sent-recently': {
    status: 429,
    zh: '验证码刚刚发过，请稍等片刻再要新的。',
    en: 'A code was sent a moment ago. Wait a little before you ask for another.',
  },
  'too-many-codes': {
    status: 429,
    zh: '发到这部手机的验证码太多了，暂时不再发送。请过些时候再来，或到服务台。',
    en: 'Too many codes were sent to this phone, so none is sent for now. Come back later, or ask at the service desk.',
  },
  'code-wrong': {
    status: 422,
    zh: '验证码不对，请核对短信里的 6 位数字。',
    en: 'The code is wrong. Check the six digits in the message.',
  },
  'code-locked': {
    status: 423,
    zh: '这个验证码输错太多次，已作废，请重新获取。',
    en: 'This code was tried too often and is void. Ask for a new one.',
  },
  'code-expired': {
    status: 410,
    zh: '验证码已过期或用过，请重新获取。',
    en: 'The code has expired or was used. Ask for a new one.',
  },
  'member-picture-unknown': {
    status: 404,
    zh: '这位会员还没有这张图片。',
    en: 'There is no such picture of this member.',
  },
} as const satisfies RefusalTable
