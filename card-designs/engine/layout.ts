import { bind, isBound, type CardData } from './card-data.ts'
import {
  ID1,
  sides,
  type Box,
  type Design,
  type DesignElement,
  type MicrotextElement,
  type Side,
  type TextElement,
} from './design.ts'
import { DesignError } from './design-error.ts'
import type { DisplayItem, DisplayList, FixedItem } from './display-list.ts'
import { fitText } from './fit-text.ts'
import type { FontBook } from './font-book.ts'
import { placeGlyphs } from './place-glyphs.ts'
import { drawGuilloche } from './security.ts'
import { drawSymbol } from './symbols.ts'
import { shapeText, widthOf } from './text.ts'

/** Lays out one side of one card; throws `DesignError` rather than leaving anything out. */
export type CardLayout = (side: Side, data: CardData) => DisplayList

/** Lays out what every card of a design shares, once, and answers with the layout of single cards. */
export function layoutDesign(design: Design, fonts: FontBook): CardLayout {
  const parts = Object.fromEntries(sides.map((side) => [side, partsOf(design, side, fonts)])) as Record<
    Side,
    Part[]
  >
  return (side, data) => ({
    ...ID1,
    bleedUm: design.bleedUm,
    items: parts[side].flatMap((part) => (typeof part === 'function' ? part(data) : [part])),
  })
}

type Part = FixedItem | ((data: CardData) => DisplayItem[])

function partsOf(design: Design, side: Side, fonts: FontBook): Part[] {
  const parts: Part[] = []
  for (const element of design[side].elements) {
    const place = (text: string) => layoutElement({ design, side, element, text, fonts })
    const template = templateOf(element)
    if (isBound(template)) {
      parts.push((data) => place(bind(template, data, element.id)))
      continue
    }
    const last = parts.at(-1)
    if (last && typeof last !== 'function') last.items = [...last.items, ...place(template)]
    else parts.push({ kind: 'fixed', key: `${side}-${parts.length}`, items: place(template) })
  }
  return parts
}

function templateOf(element: DesignElement): string {
  if (element.type === 'symbol') return element.content
  return element.type === 'text' || element.type === 'microtext' ? element.text : ''
}

interface Placing {
  design: Design
  side: Side
  element: DesignElement
  text: string
  fonts: FontBook
}

function layoutElement({ design, side, element, text, fonts }: Placing): DisplayItem[] {
  switch (element.type) {
    case 'text':
      return layoutText(design, side, element, text, fonts)
    case 'microtext':
      return layoutMicrotext(design, side, element, text, fonts)
    case 'symbol':
      keepFree(design, side, element, element.box)
      return [{ kind: 'path', d: drawSymbol(element, text), fill: element.colour }]
    case 'shape':
      return [
        {
          kind: 'path',
          d: element.d,
          fill: element.fill,
          stroke: element.stroke,
          opacity: element.opacity,
          clip: element.clip,
        },
      ]
    case 'guilloche':
      return [
        {
          kind: 'path',
          d: drawGuilloche(element.guilloche),
          stroke: element.stroke,
          opacity: element.opacity,
          clip: element.clip,
        },
      ]
    case 'image': {
      const asset = design.assets[element.asset]
      if (!asset)
        throw new DesignError('asset-missing', `The design has no asset “${element.asset}”.`, element.id)
      return [{ kind: 'image', key: element.asset, asset, box: element.box, opacity: element.opacity }]
    }
  }
}

/** How far Chinese and Latin letters reach over and under the baseline, in thousandths of the type size. */
const ASCENT = 880
const DESCENT = 240

function layoutText(
  design: Design,
  side: Side,
  element: TextElement,
  text: string,
  fonts: FontBook,
): DisplayItem[] {
  const { sizeUm, lines } = fitText(fonts, element, text)
  const lineHeightUm = element.fit.kind === 'wrap' ? element.fit.lineHeightUm : 0
  return lines.flatMap((glyphs, i) => {
    const widthUm = widthOf(glyphs, sizeUm, element.trackingUm)
    const free = element.widthUm - widthUm
    const xUm = element.xUm + { left: 0, centre: free / 2, right: free }[element.align]
    const baselineUm = element.baselineUm + i * lineHeightUm
    keepFree(design, side, element, lineBox(xUm, baselineUm, widthUm, sizeUm))
    return placeGlyphs({ ...element, glyphs, xUm, baselineUm, sizeUm })
  })
}

function layoutMicrotext(
  design: Design,
  side: Side,
  element: MicrotextElement,
  text: string,
  fonts: FontBook,
): DisplayItem[] {
  const once = shapeText(fonts, element.face, text, element.id)
  const onceUm = widthOf(once, element.sizeUm)
  const times = Math.floor(element.widthUm / onceUm)
  if (times < 1) throw new DesignError('text-too-long', 'The microtext does not fit once.', element.id)
  const glyphs = Array.from({ length: times }, () => once).flat()
  const trackingUm = (element.widthUm - times * onceUm) / Math.max(1, glyphs.length - 1)
  keepFree(design, side, element, lineBox(element.xUm, element.baselineUm, element.widthUm, element.sizeUm))
  return placeGlyphs({ ...element, glyphs, trackingUm })
}

const lineBox = (xUm: number, baselineUm: number, widthUm: number, sizeUm: number): Box => ({
  xUm,
  yUm: baselineUm - (ASCENT * sizeUm) / 1000,
  widthUm,
  heightUm: ((ASCENT + DESCENT) * sizeUm) / 1000,
})

/** Text and symbols stay inside the safe area and off the stripe; symbols also off the bump that a chip makes. */
function keepFree(design: Design, side: Side, { id, type }: DesignElement, box: Box): void {
  const { safeUm } = design
  const [right, bottom] = [box.xUm + box.widthUm, box.yUm + box.heightUm]
  if (box.xUm < safeUm || box.yUm < safeUm || right > ID1.widthUm - safeUm || bottom > ID1.heightUm - safeUm)
    throw new DesignError('outside-safe-area', `It stands within ${safeUm} µm of the edge.`, id)
  for (const { kind, box: zone } of design[side].zones) {
    if (kind === 'chip' && type !== 'symbol') continue
    const beside = box.xUm >= zone.xUm + zone.widthUm || right <= zone.xUm
    const above = box.yUm >= zone.yUm + zone.heightUm || bottom <= zone.yUm
    if (!beside && !above) throw new DesignError('zone-violated', `It stands on the ${kind} zone.`, id)
  }
}
