import type { RefusalTable } from '../platform/refusal.ts'

export const occasionRefusals = {
  'activity-not-in-rules': {
    status: 422,
    zh: '现行规则没有这种活动，请先写入规则。',
    en: 'The rules of now know no such activity. Put it into the rules first.',
  },
  'activity-days-wrong': {
    status: 422,
    zh: '最后一天不能早于第一天，也不能已经过去；最长 366 天。',
    en: 'The last day is before the first or has passed already, or it is longer than 366 days.',
  },
  'activity-open-already': {
    status: 409,
    zh: '这些日子里同种活动已经开放签到。',
    en: 'On these days an activity of this kind is open already.',
  },
  'activity-unknown': { status: 404, zh: '没有这个活动。', en: 'There is no such activity.' },
  'activity-not-open': {
    status: 409,
    zh: '这个活动今天不能签到。',
    en: 'Nobody can be checked in for this activity today.',
  },
  'reminder-unknown': {
    status: 404,
    zh: '这个地址不对，请打开最近一条提醒短信里的地址。',
    en: 'This address is not right. Open the one in the latest reminder.',
  },
  'checked-in-already': {
    status: 409,
    zh: '这位会员已经签到，每个活动只能签到一次。',
    en: 'This member is checked in already; each activity counts once.',
  },
} as const satisfies RefusalTable
