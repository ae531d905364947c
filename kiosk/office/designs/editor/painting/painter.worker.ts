import { checkDesign } from '../../../../../card-designs/engine/checker.ts'
import type { CardData } from '../../../../../card-designs/engine/card-data.ts'
import { sides, type Design, type DesignElement } from '../../../../../card-designs/engine/design.ts'
import { languages } from '../../../../../card-designs/engine/design-elements.ts'
import { worstData } from '../../../../../card-designs/engine/worst-data.ts'
import { withAssets } from './assets.ts'
import { exampleData } from './card-data.ts'
import { withFonts } from './fonts.ts'
import { paintElement, type ElementPicture } from './paint-elements.ts'
import type { Answer, Ask, Painted } from './painting.ts'

/** Pictures of elements by all that they depend on; many more than a card has, so that undo finds them again. */
const MOST_KEPT = 1_000
const kept = new Map<string, ElementPicture & { key: number; isSent: boolean }>()
let lastKey = 0

async function answer(ask: Ask): Promise<Answer> {
  const design = await withAssets(ask.design)
  if (ask.kind === 'check') {
    await fetchLetters(design)
    const found = await withFonts('', (fonts) => checkDesign(design, fonts))
    const faults = found.map(({ rect, ...fault }) => ({ ...fault, box: rect }))
    return { kind: 'checked', serial: ask.serial, faults }
  }
  const { side } = ask
  const data = dataFor(design, ask)
  const around = JSON.stringify([design.bleedUm, Object.keys(design.assets), data])
  const pictureOf = async (element: DesignElement): Promise<Painted> => {
    const name = `${around}${JSON.stringify(element)}`
    let picture = kept.get(name)
    if (!picture) {
      const key = ++lastKey
      const painted = await withFonts(lettersOf(element, data), (fonts) =>
        paintElement({ design, side, data, fonts, idPrefix: `e${key}-` }, element),
      )
      picture = { ...painted, key, isSent: false }
      kept.set(name, picture)
    }
    const { key, svg, isBroken, isSent } = picture
    picture.isSent = true
    return { id: element.id, key, isBroken, ...(isSent ? {} : { svg }) }
  }
  if (kept.size > MOST_KEPT) kept.clear()
  const pictures: Painted[] = []
  for (const element of design[side].elements) pictures.push(await pictureOf(element))
  return { kind: 'painted', serial: ask.serial, pictures }
}

/** Letters that an element is probably written with. */
const lettersOf = (element: DesignElement, data: CardData): string =>
  [JSON.stringify(element), ...Object.values(data).filter((value) => !value?.startsWith('data:'))].join('')

const fetchedFor = new Set<string>()

/** The checker lays everything out at once: its letters are fetched before, for each element together. */
async function fetchLetters(design: Design): Promise<void> {
  const data = languages.map((language) => worstData(design, language))
  const nothing: Design['front'] = { zones: [], elements: [] }
  for (const element of sides.flatMap((side) => design[side].elements)) {
    const letters = data.map((one) => lettersOf(element, one)).join('')
    if (element.type === 'symbol' || fetchedFor.has(letters)) continue
    fetchedFor.add(letters)
    const alone: Design = { ...design, front: { zones: [], elements: [element] }, back: nothing }
    await withFonts(letters, (fonts) => checkDesign(alone, fonts))
  }
}

function dataFor(design: Design, { data: choice, origin }: Extract<Ask, { kind: 'paint' }>): CardData {
  return choice.example === 'worst'
    ? { ...worstData(design, choice.language), ...choice.pictures }
    : exampleData(design, origin, choice)
}

const scope = self as unknown as {
  addEventListener(type: 'message', hear: (event: MessageEvent<Ask>) => void): void
  postMessage(answer: Answer, transfer: []): void
}
const answerOrFail = (ask: Ask): Promise<Answer> =>
  answer(ask).catch(() => ({ kind: 'failed', serial: ask.serial }))

scope.addEventListener('message', ({ data: ask }) => {
  void answerOrFail(ask).then((answered) => scope.postMessage(answered, []))
})
