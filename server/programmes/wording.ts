import type { Sentence } from '../platform/schema.ts'

const grouped = (yuan: bigint): string => yuan.toString().replace(/\B(?=(\d{3})+$)/g, ',')

/** @returns an amount in yuan, exact, with two decimals at least: 14079296 at 10⁵ a yuan is `¥140.79296` */
export function yuan(amount: bigint, unitsPerYuan = 100n): string {
  const decimals = unitsPerYuan.toString().length - 1
  const fraction = (amount % unitsPerYuan).toString().padStart(decimals, '0')
  return `¥${grouped(amount / unitsPerYuan)}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`
}

/** 880 ‰ is said `8.8 折` in Chinese and `88 %` in English. */
export const rateWords = (perMille: number): Sentence => ({
  zh: `${perMille / 100} 折`,
  en: `${perMille / 10} %`,
})

/** 2000 ‰ is said `2 倍` and `× 2`. */
export const timesWords = (perMille: number): Sentence => ({
  zh: ` ${perMille / 1000} 倍`,
  en: `× ${perMille / 1000}`,
})

/** Whole yuan as rules name them: `¥50,000`, `¥9.50`. */
export const plainYuan = (fen: number): string =>
  fen % 100 === 0 ? `¥${grouped(BigInt(fen / 100))}` : yuan(BigInt(fen))

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly Sentence[], joint: 'and' | 'or' = 'and'): Sentence {
  const en = parts.map((part) => part.en)
  const last = en.at(-1) ?? ''
  return {
    zh: parts.map((part) => part.zh).join(joint === 'and' ? '、' : '，或'),
    en: en.length < 2 ? last : `${en.slice(0, -1).join(', ')} ${joint} ${last}`,
  }
}

/** One of something or several of it, in English. */
export const counted = (count: number | bigint, one: string, several = `${one}s`): string =>
  `${count} ${BigInt(count) === 1n ? one : several}`
