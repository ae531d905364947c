import type { Sentence } from '../platform/schema.ts'
import { atCounters, type CounterNames } from './counter-words.ts'
import type { DayRule } from './points-rules-schema.ts'
import type { Rules } from './rules-schema.ts'
import { counted, plainYuan, timesWords } from './wording.ts'

const ROUNDING: Record<Rules['earn']['rounding'], Sentence> = {
  down: { zh: '余数不计', en: 'the remainder is dropped' },
  'half-up': { zh: '余数四舍五入', en: 'the remainder is rounded half up' },
  up: { zh: '余数进一', en: 'the remainder counts as a full one' },
}

/** How points come, a sentence a rule; undefined for a rule that asks or gives nothing. */
export function earningInWords(
  { earn, welcomePoints }: Rules,
  counters: CounterNames,
): Record<string, Sentence | undefined> {
  const unitYuan = earn.unitFen / 100
  const rounding = ROUNDING[earn.rounding]
  const { birthdayPoints, caps, referral, sharing } = earn
  return {
    earn: {
      zh: `每张小票实付每满 ${unitYuan} 元积 1 分，${rounding.zh}。`,
      en: `A receipt earns one point for each full ${unitYuan} yuan paid; ${rounding.en}.`,
    },
    ...Object.fromEntries(
      earn.categoryRates.map(({ category, perMille }) => [
        `category/${category}`,
        {
          zh: `“${category}”类商品积分${timesWords(perMille).zh}。`,
          en: `Goods of “${category}” earn points ${timesWords(perMille).en}.`,
        },
      ]),
    ),
    ...Object.fromEntries(
      earn.counterRates.map(({ counterId, perMille }) => [
        `counter/${counterId}`,
        atCounters(
          { zh: `积分${timesWords(perMille).zh}。`, en: `Points ${timesWords(perMille).en}.` },
          [counterId],
          counters,
        ),
      ]),
    ),
    ...Object.fromEntries(earn.days.map((day) => [`day/${day.nameEn}`, dayInWords(day)])),
    'cap/day': capInWords(caps.perDay, { zh: '每天', en: 'a day' }),
    'cap/month': capInWords(caps.perMonth, { zh: '每月', en: 'a month' }),
    welcome: {
      zh: `入会即送 ${welcomePoints} 分。`,
      en: `Joining gives ${counted(welcomePoints, 'point')}.`,
    },
    birthday:
      birthdayPoints === 0
        ? undefined
        : {
            zh: `生日送 ${birthdayPoints} 分。`,
            en: `A birthday gives ${counted(birthdayPoints, 'point')}.`,
          },
    ...Object.fromEntries(
      earn.activities.map(({ code, nameZh, nameEn, points }) => [
        `activity/${code}`,
        {
          zh: `参加“${nameZh}”送 ${points} 分。`,
          en: `Taking part in “${nameEn}” gives ${counted(points, 'point')}.`,
        },
      ]),
    ),
    referral: referral
      ? {
          zh: `介绍的朋友首次消费满 ${plainYuan(referral.fromFen)}，介绍人得 ${referral.points} 分${referral.friendPoints > 0 ? `，朋友得 ${referral.friendPoints} 分` : ''}${referral.perYear === null ? '' : `；介绍人每年最多 ${referral.perYear} 分`}。`,
          en: `Once a friend whom you brought first buys for ${plainYuan(referral.fromFen)}, you get ${counted(referral.points, 'point')}${referral.friendPoints > 0 ? ` and your friend ${referral.friendPoints}` : ''}${referral.perYear === null ? '' : `, at most ${referral.perYear} a year`}.`,
        }
      : undefined,
    sharing: sharing
      ? {
          zh: `分享每带来 ${sharing.interactions} 次互动得 ${sharing.points} 分${sharing.perShare === null ? '' : `，每次分享最多 ${sharing.perShare} 分`}${sharing.perMonth === null ? '' : `，每月最多 ${sharing.perMonth} 分`}。`,
          en: `A share gives ${counted(sharing.points, 'point')} for each ${counted(sharing.interactions, 'interaction')}${sharing.perShare === null ? '' : `, at most ${sharing.perShare} a share`}${sharing.perMonth === null ? '' : `, at most ${sharing.perMonth} a month`}.`,
        }
      : undefined,
  }
}

const capInWords = (cap: number | null, span: Sentence): Sentence | undefined =>
  cap === null
    ? undefined
    : {
        zh: `消费积分${span.zh}最多 ${cap} 分。`,
        en: `Purchases give at most ${counted(cap, 'point')} ${span.en}.`,
      }

const WEEKDAYS: readonly Sentence[] = [
  { zh: '星期一', en: 'Mondays' },
  { zh: '星期二', en: 'Tuesdays' },
  { zh: '星期三', en: 'Wednesdays' },
  { zh: '星期四', en: 'Thursdays' },
  { zh: '星期五', en: 'Fridays' },
  { zh: '星期六', en: 'Saturdays' },
  { zh: '星期日', en: 'Sundays' },
]

function dayInWords({ nameZh, nameEn, when, perMille }: DayRule): Sentence {
  const days = ((): Sentence => {
    switch (when.kind) {
      case 'dates':
        return { zh: `${when.from} 至 ${when.until}`, en: `from ${when.from} to ${when.until}` }
      case 'weekday': {
        const weekday = WEEKDAYS[when.weekday - 1] ?? { zh: '', en: '' }
        return { zh: `每${weekday.zh}`, en: `on ${weekday.en}` }
      }
      case 'day-of-month':
        return { zh: `每月 ${when.day} 日`, en: `on day ${when.day} of each month` }
    }
  })()
  const times = timesWords(perMille)
  return {
    zh: `${nameZh}（${days.zh}）：积分${times.zh}。`,
    en: `${nameEn} (${days.en}): points ${times.en}.`,
  }
}
