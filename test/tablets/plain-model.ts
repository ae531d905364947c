/** What the rules of docs/booth-offline.md make of entries, told without a database: who has what, and what was reported. */
export interface LateEntry {
  phone: string
  /** undefined: the person took none */
  cardNumber: string | undefined
  gift: string | null
  /** a phone that can be none */
  isBroken: boolean
}

export interface BoothModel {
  name: string
  hasShift: boolean
  stock: Map<string, number>
  shortages: Map<string, number>
}

export class PlainModel {
  /** phones of members */
  readonly members = new Set<string>()
  /** card → phone of whoever has it */
  readonly given = new Map<string, string>()
  /** kinds of conflicts by tablet and number */
  readonly conflicts = new Map<string, string[]>()
  readonly kept = new Set<string>()
  enrolments = 0
  /** gifts that the drive keeps from the cards of this world */
  readonly #kept: ReadonlySet<string>

  constructor(giftsKept: ReadonlySet<string> = new Set()) {
    this.#kept = giftsKept
  }

  /** Judges an entry that comes for the first time. @returns its verdict */
  judge(
    entry: LateEntry,
    at: { key: string; booth: BoothModel; cardsLieAt: BoothModel; clockIsOff: boolean },
  ): 'accepted' | 'refused' {
    const { key, booth, cardsLieAt, clockIsOff } = at
    const kinds: string[] = clockIsOff ? ['clock-off'] : []
    this.conflicts.set(key, kinds)
    if (this.takeGift(booth, entry.gift) === 'short') kinds.push('gift-short')
    if (entry.isBroken) {
      kinds.push('phone-invalid')
      this.kept.add(key)
      return 'refused'
    }
    if (!booth.hasShift) kinds.push('promoter-without-shift')
    const holder = entry.cardNumber === undefined ? undefined : this.given.get(entry.cardNumber)
    if (entry.cardNumber === undefined) kinds.push('card-missing')
    else if (holder !== undefined) kinds.push('card-already-given')
    else {
      if (booth !== cardsLieAt) kinds.push('card-of-another-booth')
      this.given.set(entry.cardNumber, entry.phone)
      if (entry.gift !== null && this.#kept.has(entry.gift)) kinds.push('gift-not-for-level')
    }
    if (this.members.has(entry.phone)) kinds.push('known-member')
    this.members.add(entry.phone)
    this.enrolments += 1
    return 'accepted'
  }

  private takeGift(booth: BoothModel, gift: string | null): 'taken' | 'short' | 'none' {
    if (gift === null) return 'none'
    const left = booth.stock.get(gift) ?? 0
    if (left > 0) {
      booth.stock.set(gift, left - 1)
      return 'taken'
    }
    booth.shortages.set(gift, (booth.shortages.get(gift) ?? 0) + 1)
    return 'short'
  }
}
