import { element } from './element.ts'

/** What a card was printed with; without a version the newest. */
interface Look {
  design?: string
  designVersion?: number
}

/** A picture that a phone's network carries, as the engine draws the card; where none is known or comes, its bare shape. */
export function cardOf({ design, designVersion }: Look, words: string): Element {
  const place = element('div', { class: 'tap-card bare' }, element('span', { class: 'card-picture missing' }))
  if (!design) return place
  const version = designVersion === undefined ? '' : `?version=${designVersion}`
  const picture = element('img', {
    class: 'card-picture',
    src: `/api/v1/designs/${encodeURIComponent(design)}/preview.webp${version}`,
    alt: words,
    width: '856',
    height: '540',
  })
  picture.addEventListener('error', () => drawn.replaceWith(place))
  const drawn = element('div', { class: 'tap-card' }, picture)
  return drawn
}
