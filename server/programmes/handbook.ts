import type { Design } from '../../card-designs/engine/design.ts'
import type { MemberHandbook } from '../../card-designs/documents/member-handbook.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { pointsForReceipt } from './earning.ts'
import { describeProgramme } from './programme.ts'
import { listCounters, type CounterRow } from './counter-queries.ts'
import { wayInWords } from './level-words.ts'
import type { Level, Rules } from './schema.ts'
import { listed, rateWords, yuan } from './wording.ts'

type Language = MemberHandbook['language']

const words = {
  'zh-CN': {
    tag: '吊牌价',
    own: (rate: string) => `专柜自己的活动 ${rate}`,
    level: (name: string, rate: string) => `${name} ${rate}`,
    earned: '本次积分',
    points: (points: bigint) => `${points} 分`,
  },
  en: {
    tag: 'Tag price',
    own: (rate: string) => `The counter's own promotion: ${rate}`,
    level: (name: string, rate: string) => `${name}: ${rate}`,
    earned: 'Points for it',
    points: (points: bigint) => `${points} points`,
  },
} as const

/** The member handbook of a programme, from the rules of this moment. Refuses with `programme-unknown`. */
export async function printHandbook(
  db: Db,
  { id, language, now }: { id: string; language: Language; now: Date },
): Promise<Result<Uint8Array, 'programme-unknown'>> {
  const found = await describeProgramme(db, id, now)
  if (!found.ok) return found
  const { programme, rules, startsAt, words: sentences } = found.value
  const counters = await listCounters(db, now)
  const { memberHandbook } = await import('../../card-designs/documents/member-handbook.ts')
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const book = memberHandbook({
    language,
    programme: programme.name,
    rules: sentences.map(({ zh, en }) => (language === 'en' ? en : zh)),
    levels: rules.levels.map((level) => ({
      name: nameOf(level, language),
      pays: rateIn(language, level.ratePerMille),
      how: howIn(language, level),
    })),
    example: workOut(rules, language),
    counters: counters.filter(({ joins }) => joins).map((counter) => ratesAt(counter, rules, language)),
    outside: counters.filter(({ joins }) => !joins).map(({ name }) => name),
    card: await specimen(rules.levels[0]?.code ?? 'gold', language),
    validFrom: dayOf(new Date(startsAt)),
  })
  return accept(await renderDocumentPdf(book, { createdAt: now }))
}

const nameOf = (level: Level, language: Language): string => (language === 'en' ? level.nameEn : level.nameZh)

function howIn(language: Language, { ways }: Level): string {
  const how = listed(ways.map(wayInWords), 'or')
  return language === 'en' ? `${how.en.charAt(0).toUpperCase()}${how.en.slice(1)}` : how.zh
}

const rateIn = (language: Language, perMille: number): string =>
  language === 'en' ? rateWords(perMille).en : rateWords(perMille).zh

/** The counter's rate and then the card's, rounded half up to a per mille: what is told; receipts are exact. */
const ratesAt = (counter: CounterRow, { levels }: Rules, language: Language) => ({
  name: counter.name,
  rates: levels.map(({ ratePerMille }) =>
    rateIn(language, Math.round((counter.ratePerMille * ratePerMille) / 1000)),
  ),
})

const EXAMPLE_TAG_FEN = 100_000n
const EXAMPLE_OWN_PER_MILLE = 800

/** A thousand yuan at a counter with a promotion of its own; every step comes out in whole fen. */
function workOut(rules: Rules, language: Language): MemberHandbook['example'] {
  const text = words[language]
  const [level] = rules.levels
  if (!level) return []
  const afterOwn = (EXAMPLE_TAG_FEN * BigInt(EXAMPLE_OWN_PER_MILLE)) / 1000n
  const paid = (afterOwn * BigInt(level.ratePerMille)) / 1000n
  return [
    { key: text.tag, value: yuan(EXAMPLE_TAG_FEN) },
    { key: text.own(rateIn(language, EXAMPLE_OWN_PER_MILLE)), value: yuan(afterOwn) },
    {
      key: text.level(nameOf(level, language), rateIn(language, level.ratePerMille)),
      value: yuan(paid),
    },
    { key: text.earned, value: text.points(pointsForReceipt(rules, paid)) },
  ]
}

/** The front of a level's card, or of the gold one where a level has none, with a number that no member has. */
async function specimen(code: Level['code'], language: Language): Promise<MemberHandbook['card']> {
  const { cardTemplates } = await import('../../card-designs/templates/templates.ts')
  const { layoutDesign } = await import('../../card-designs/engine/layout.ts')
  const { loadFonts } = await import('../../card-designs/fonts/load-fonts.ts')
  const data = { cardNumber: '9156000000000000', qr: 'SPECIMEN', securityCode: '000000', language }
  const template = Object.values<Design>(cardTemplates).find(({ id }) => id === code) ?? cardTemplates.gold
  return layoutDesign(template, loadFonts())('front', data)
}
