import type { Sentence } from '../platform/schema.ts'
import type { WatchCode, WatchSetting } from './schema.ts'

/** A watch's figure in words, within a time; the same words say the rule and what was seen. */
type Phrase = (figure: string, setting: WatchSetting) => Sentence

const PHRASES: Readonly<Record<WatchCode, Phrase>> = {
  'member-purchases-hour': (n, s) => ({
    zh: `一位会员${within(s).zh}消费 ${n} 次`,
    en: `${n} purchases of one member ${within(s).en}`,
  }),
  'member-purchases-day': (n, s) => ({
    zh: `一位会员${within(s).zh}消费 ${n} 次`,
    en: `${n} purchases of one member ${within(s).en}`,
  }),
  'member-points-day': (n, s) => ({
    zh: `一位会员${within(s).zh}在收银台和合作伙伴得到 ${n} 分`,
    en: `${n} points of one member from tills and partners ${within(s).en}`,
  }),
  'member-counters': (n, s) => ({
    zh: `一位会员${within(s).zh}在 ${n} 个专柜消费`,
    en: `purchases of one member at ${n} counters ${within(s).en}`,
  }),
  'member-same-amount': (n, s) => ({
    zh: `一位会员${within(s).zh}同样金额消费 ${n} 次`,
    en: `${n} purchases of one member for the same amount ${within(s).en}`,
  }),
  'member-returns': (n, s) => ({
    zh: `一位会员${within(s).zh}退货占消费的 ${n}%（至少 ${s.least} 次退货）`,
    en: `${n} % of one member's purchases returned ${within(s).en} (${s.least} returns or more)`,
  }),
  'member-owed': (n, s) => ({
    zh: `一位会员${within(s).zh}退货时有 ${n} 分已经用掉`,
    en: `${n} points of one member spent before the goods came back ${within(s).en}`,
  }),
  'member-vouchers': (n, s) => ({
    zh: `一位会员${within(s).zh}用券 ${n} 次`,
    en: `${n} vouchers of one member used ${within(s).en}`,
  }),
  'till-same-card': (n, s) => ({
    zh: `同一张卡${within(s).zh}在同一收银台（收银员）记了 ${n} 次`,
    en: `${n} purchases with one card at one till and cashier ${within(s).en}`,
  }),
  'till-one-member': (n, s) => ({
    zh: `同一收银台（收银员）${within(s).zh}的积分有 ${n}% 给了一位会员（至少 ${s.least} 次消费）`,
    en: `${n} % of one till and cashier's points to one member ${within(s).en} (${s.least} purchases or more)`,
  }),
  'till-returns': (n, s) => ({
    zh: `同一收银台（收银员）${within(s).zh}办理退货 ${n} 次`,
    en: `${n} returns at one till and cashier ${within(s).en}`,
  }),
  'till-just-under': (n, s) => ({
    zh: `同一收银台（收银员）${within(s).zh}有 ${n} 笔略低于 ${yuan(s.underFen)} 元（相差 ${s.underPercent}% 以内）`,
    en: `${n} sales just under ¥${yuan(s.underFen)} (by ${s.underPercent} % at most) at one till and cashier ${within(s).en}`,
  }),
  'till-vouchers': (n, s) => ({
    zh: `同一收银台（收银员）${within(s).zh}收券 ${n} 次`,
    en: `${n} vouchers used at one till and cashier ${within(s).en}`,
  }),
  'counter-points': (n) => ({
    zh: `一个专柜一天内每十笔给出 ${n} 分`,
    en: `${n} points for ten sales at one counter in a day`,
  }),
  'gift-redemptions': (n) => ({
    zh: `一件礼品一小时内兑换 ${n} 次`,
    en: `${n} redemptions of one gift in an hour`,
  }),
  'gift-one-person': (n, s) => ({
    zh: `同一位同事${within(s).zh}发出同一礼品 ${n} 次`,
    en: `${n} pieces of one gift handed out by one colleague ${within(s).en}`,
  }),
}

/** When a watch speaks. */
export function ruleInWords(watch: WatchCode, setting: WatchSetting): Sentence {
  if (watch === 'counter-points')
    return {
      zh: `一个专柜一天内每十笔给出的积分，比过去八周同一星期几的平常数高出 ${setting.limit} 个离散度（至少 ${setting.least} 笔）时提醒`,
      en: `Tells when a counter's points for ten sales in a day lie ${setting.limit} spreads above what the same weekday of the last eight weeks had (${setting.least} sales or more).`,
    }
  if (watch === 'gift-redemptions')
    return {
      zh: `一件礼品一小时内的兑换次数，比过去八周同一星期几同一时段的平常数高出 ${setting.limit} 个离散度（至少 ${setting.least} 次）时提醒`,
      en: `Tells when a gift's redemptions in an hour lie ${setting.limit} spreads above what the same hour and weekday of the last eight weeks had (${setting.least} or more).`,
    }
  const { zh, en } = PHRASES[watch](figure(setting.limit), setting)
  return { zh: `${zh}，达到即提醒`, en: `Tells from ${en} on.` }
}

/** What a watch has seen, its limit and what is usual. */
export function alertInWords(
  watch: WatchCode,
  { figure: seen, usual, setting }: { figure: number; usual: number | null; setting: WatchSetting },
): Sentence {
  const { zh, en } = PHRASES[watch](figure(seen), setting)
  const compared =
    usual === null
      ? { zh: `达到 ${figure(setting.limit)} 即提醒`, en: `told from ${figure(setting.limit)} on` }
      : { zh: `平常为 ${figure(usual)}`, en: `usual is ${figure(usual)}` }
  return { zh: `${zh}；${compared.zh}。`, en: `${en[0]?.toUpperCase()}${en.slice(1)}; ${compared.en}.` }
}

const figure = (number: number): string => number.toLocaleString('en')

const yuan = (fen: number): string => (fen / 100).toLocaleString('en', { maximumFractionDigits: 2 })

function within({ windowMinutes: minutes }: WatchSetting): Sentence {
  if (minutes % 1440 === 0) return said(minutes / 1440, '天', 'day')
  if (minutes % 60 === 0) return said(minutes / 60, '小时', 'hour')
  return said(minutes, '分钟', 'minute')
}

const said = (number: number, zh: string, en: string): Sentence => ({
  zh: ` ${number} ${zh}内`,
  en: `within ${number} ${en}${number === 1 ? '' : 's'}`,
})
