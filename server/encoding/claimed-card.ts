/** The number that a card on a reader was given, and its place in the batch. */
export interface ClaimedCard {
  cardNumber: string
  position: number
}

/** `isBegun`: the number may stand on a stripe already. */
export type ClaimedStripe = ClaimedCard & { isBegun: boolean }
