import type { RefusalTable } from '../platform/refusal.ts'

export const staffRefusals = {
  'sign-in-failed': {
    status: 401,
    zh: '名字或密码不对。连续输错会暂停片刻。',
    en: 'The name or the password is wrong. After several wrong tries there is a short pause.',
  },
  'sign-in-paused': {
    status: 429,
    zh: '输错次数过多，请稍后再试。',
    en: 'Too many wrong tries. Wait a few minutes and try again.',
  },
  'first-run-over': {
    status: 409,
    zh: '已经有管理员了，请用其账号登录。',
    en: 'There is an administrator already. Sign in instead.',
  },
  'sign-in-name-taken': {
    status: 409,
    zh: '这个登录名已被使用，请换一个。',
    en: 'This sign-in name is taken. Choose another.',
  },
  'same-person': {
    status: 409,
    zh: '这一步须由另一个人完成，请让同事登录后确认。',
    en: 'This wants a second person. Let a colleague sign in and confirm.',
  },
  'alone-needs-reason': {
    status: 409,
    zh: '店里只有您一个人，可以自己确认，但须写明原因。',
    en: 'You are the only person of this shop: you may confirm yourself, with a reason.',
  },
  'witness-unknown': {
    status: 404,
    zh: '没有这位同事，请从列表中选择。',
    en: 'There is no such colleague. Choose one of the list.',
  },
  'witness-not-confirmed': {
    status: 422,
    zh: '密码不对。请见证的同事自己输入密码确认。',
    en: 'The password is wrong. Let the colleague who saw it type their own.',
  },
} as const satisfies RefusalTable
