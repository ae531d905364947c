import type { Level, LevelWay, Rules, Standing } from './rules-schema.ts'
import { plainEarn, plainRules } from './stored-rules.ts'

const JOINING: LevelWay = { kind: 'joining' }

const level = (
  [code, nameZh, nameEn, ratePerMille]: [string, string, string, number],
  ways: LevelWay[],
  keep: Standing | null = null,
): Level => ({ code, nameZh, nameEn, ratePerMille, ways, keep, benefits: [] })

const spends = (yuan: number): LevelWay[] => [{ kind: 'spend', fen: yuan * 100, months: null }]

/** Over twelve months. */
const standing = (
  yuan: number,
  purchases: number,
  activeMonths: number,
  maxComplaints: number,
): Standing => ({
  spendFen: yuan * 100,
  purchases,
  activeMonths,
  maxComplaints,
})
const byMerit = (shown: Standing): LevelWay => ({ kind: 'merit', months: 12, ...shown })

const SILVER = standing(3_000, 6, 3, 2)
const GOLD = standing(10_000, 12, 6, 1)

const common = { ...plainRules, earn: plainEarn, welcomePoints: 50, holdMinutes: 15 }

const made: Record<Rules['preset'], Omit<Rules, 'preset'>> = {
  'mall-two-level': {
    ...common,
    levels: [
      level(['gold', 'VIP 金卡', 'VIP Gold', 880], [JOINING]),
      level(
        ['diamond', 'VIP 钻石卡', 'VIP Diamond', 850],
        [{ kind: 'invitation' }, byMerit(standing(50_000, 24, 9, 1))],
      ),
    ],
  },
  'spend-levels': {
    ...common,
    joinFromFen: 1_000,
    levels: [
      level(['member', '会员', 'Member', 1000], [JOINING]),
      level(['silver', '银卡', 'Silver', 950], spends(100)),
      level(['gold', '金卡', 'Gold', 900], spends(200)),
      level(['platinum', '白金卡', 'Platinum', 800], spends(300)),
      level(['diamond', '钻石卡', 'Diamond', 700], spends(500)),
    ],
  },
  'merit-levels': {
    ...common,
    review: { months: 12, graceDays: 60, downgrade: 'one-step' },
    levels: [
      level(['ordinary', '普通会员', 'Ordinary', 1000], [JOINING]),
      level(['silver', '银卡会员', 'Silver', 950], [byMerit(SILVER)], SILVER),
      level(['gold', '金卡会员', 'Gold', 900], [byMerit(GOLD)], GOLD),
    ],
  },
}

/** The rules that a new programme starts with, by the name of its preset. */
export const presets: Readonly<Record<Rules['preset'], Rules>> = {
  'mall-two-level': { preset: 'mall-two-level', ...made['mall-two-level'] },
  'spend-levels': { preset: 'spend-levels', ...made['spend-levels'] },
  'merit-levels': { preset: 'merit-levels', ...made['merit-levels'] },
}
