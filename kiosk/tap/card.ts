import diamond from './cards/diamond.webp'
import gold from './cards/gold.webp'
import { element } from './element.ts'

/** Pictures of the house's own designs, small enough for a phone's network; of others the server draws one. */
const pictures: Readonly<Record<string, string>> = { diamond, gold }

const addressOf = (design: string) =>
  pictures[design] ?? `/api/v1/designs/${encodeURIComponent(design)}/preview.svg?side=front`

/** The card's picture; where no card is known, its bare shape. */
export function cardOf(design: string | undefined, words: string): Element {
  const picture = design
    ? element('img', {
        class: 'card-picture',
        src: addressOf(design),
        alt: words,
        width: '856',
        height: '540',
      })
    : element('span', { class: 'card-picture missing' })
  return element('div', { class: design ? 'tap-card' : 'tap-card bare' }, picture)
}
