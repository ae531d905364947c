import { dayOf } from '../platform/clock.ts'
import type { Sentence } from '../platform/schema.ts'
import {
  levelInWords,
  levelOf,
  plainYuan,
  standingInWords,
  type LevelWay,
  type Rules,
  type Standing,
} from '../programmes/index.ts'
import { NOTHING, type Figures } from './figures.ts'
import { levelsAbove, type Windows } from './reaching.ts'

/** How far it still is to the next level; undefined at the top. */
export function wayToNext(
  rules: Rules,
  { level, windows }: { level: string; windows: Windows },
): Sentence | undefined {
  const [next] = levelsAbove(rules, level)
  if (!next) return undefined
  const missing = next.ways.flatMap((way) => missingInWords(way, windows) ?? [])
  const gives = levelInWords(next)
  const isInvited = next.ways.some(({ kind }) => kind === 'invitation')
  if (missing.length === 0) return gives
  if (isInvited) missing.unshift({ zh: '凭邀请', en: 'by invitation' })
  const [zh, en] = [missing.map((each) => each.zh).join('，或'), missing.map((each) => each.en).join(', or ')]
  const name = { zh: next.nameZh, en: next.nameEn }
  const rate = next.ratePerMille / 10
  const pays =
    rate === 100
      ? { zh: '', en: '' }
      : { zh: `（正价商品 ${rate / 10} 折）`, en: `, who pay ${rate} % of regular prices` }
  return {
    zh: `${zh}，即升“${name.zh}”${pays.zh}。`,
    en: `${capital(en)}, and you are ${name.en}${pays.en}.`,
  }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function missingInWords(way: LevelWay, windows: Windows): Sentence | undefined {
  switch (way.kind) {
    case 'spend': {
      const { spendFen } = windows.get(way.months) ?? NOTHING
      const leftFen = Number(BigInt(way.fen) - spendFen)
      // Since their last purchase the level was undone or lowered, or the rules came to ask for less.
      if (leftFen <= 0) return { zh: '再消费一次', en: 'buy once more' }
      const left = plainYuan(leftFen)
      return { zh: `再消费 ${left}`, en: `spend ${left} more` }
    }
    case 'single-purchase':
      return {
        zh: `单次消费满 ${plainYuan(way.fen)}`,
        en: `buy for ${plainYuan(way.fen)} at once`,
      }
    case 'merit': {
      const left = missingOf(windows.get(way.months) ?? NOTHING, way)
      if (isNothing(left))
        return {
          zh: '条件已达到，等消费当晚评定',
          en: 'you have shown all that is asked: wait for the review in the night after a purchase',
        }
      const words = stillInWords(left)
      return {
        zh: `${way.months} 个月内${words.zh}`,
        en: `within ${way.months} months: ${words.en}`,
      }
    }
    case 'invitation':
    case 'joining':
      return undefined
  }
}

const atLeastNothing = (amount: number): number => Math.max(0, amount)

const missingOf = (figures: Figures, asked: Standing): Standing => ({
  spendFen: atLeastNothing(asked.spendFen - Number(figures.spendFen)),
  purchases: atLeastNothing(asked.purchases - figures.purchases),
  activeMonths: atLeastNothing(asked.activeMonths - figures.activeMonths),
  maxComplaints:
    asked.maxComplaints !== null && figures.complaints > asked.maxComplaints ? asked.maxComplaints : null,
})

const isNothing = ({ spendFen, purchases, activeMonths, maxComplaints }: Standing): boolean =>
  spendFen === 0 && purchases === 0 && activeMonths === 0 && maxComplaints === null

/** Complaints that were noted do not go away: of those there may only be no more. */
function stillInWords(left: Standing): Sentence {
  const toShow = { ...left, maxComplaints: null }
  const words = standingInWords(toShow)
  const parts: Sentence[] = isNothing(toShow) ? [] : [{ zh: `还需${words.zh}`, en: `${words.en} more` }]
  if (left.maxComplaints !== null)
    parts.push(standingInWords({ ...left, spendFen: 0, purchases: 0, activeMonths: 0 }))
  return {
    zh: parts.map(({ zh }) => zh).join('，且'),
    en: parts.map(({ en }) => en).join(' and '),
  }
}

/** What a member must still show so that their level is kept, and by when; undefined where nothing is asked. */
export function keepingTheirs(
  rules: Rules,
  { level: code, figures, reviewAt }: { level: string; figures: Figures; reviewAt: Date | null },
): Sentence | undefined {
  const level = levelOf(rules, code)
  if (!level?.keep || !reviewAt) return undefined
  const left = missingOf(figures, level.keep)
  const day = dayOf(reviewAt)
  if (isNothing(left))
    return {
      zh: `${level.nameZh}的保级条件已达到。`,
      en: `You have all that ${level.nameEn} is kept with.`,
    }
  const words = stillInWords(left)
  return {
    zh: `${day} 前${words.zh}，可保留${level.nameZh}。`,
    en: `${level.nameEn} is kept with ${words.en} by ${day}.`,
  }
}
