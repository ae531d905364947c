import { cardChips, chipCodes } from '../../../server/cards/chip-schema.ts'

/** What a card can be ordered as; a copyable one is warned of before it is ordered. */
export const chips = chipCodes.map((code) => ({ code, ...cardChips[code] }))
