import { bind, valueOf, type CardData } from './card-data.ts'
import type {
  Box,
  DesignElement,
  GroupElement,
  ImageElement,
  MicrotextElement,
  PhotoElement,
} from './design.ts'
import { DesignError } from './design-error.ts'
import type { DisplayItem, ImageItem } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { keepFree, type Ground } from './keep-free.ts'
import { ellipse, rectangle, roundedRectangle, segment } from './path-data.ts'
import { assetFromData, frame, frameClip, pixelSize } from './picture.ts'
import { placeGlyphs } from './place-glyphs.ts'
import { drawGuilloche, drawRainbow } from './security.ts'
import { drawSymbol } from './symbols.ts'
import { layoutLines, lineBox } from './text-lines.ts'
import { shapeText, widthOf } from './text.ts'

export interface Placing extends Ground {
  fonts: FontBook
  data: CardData
}

type Leaf = Exclude<DesignElement, GroupElement>

/** What one element draws for one card, in its own coordinates; throws `DesignError`. */
export function layoutElement(placing: Placing, element: Leaf): DisplayItem[] {
  switch (element.type) {
    case 'text':
      return layoutLines(
        placing.fonts,
        element,
        bind(textOf(element.text, placing.data), placing.data, element.id),
      )
        .map((line) => {
          keepFree(placing, { id: element.id, what: 'text', box: line.box })
          return line.items
        })
        .flat()
    case 'microtext':
      return layoutMicrotext(placing, element)
    case 'symbol':
      keepFree(placing, { id: element.id, what: 'symbol', box: element.box })
      return [drawSymbol(element, bind(element.content, placing.data, element.id))]
    case 'shape':
    case 'rect':
    case 'ellipse':
    case 'line':
    case 'guilloche':
    case 'rainbow':
      return [layoutPath(element)]
    case 'image':
      return [layoutImage(placing, element)]
    case 'photo':
      return [layoutPhoto(placing, element)]
  }
}

export const textOf = (
  text: string | { 'zh-CN': string; en: string },
  { language }: Pick<CardData, 'language'>,
): string => (typeof text === 'string' ? text : text[language === 'en' ? 'en' : 'zh-CN'])

type Drawn = Extract<Leaf, { type: 'shape' | 'rect' | 'ellipse' | 'line' | 'guilloche' | 'rainbow' }>

function layoutPath(element: Drawn): DisplayItem {
  const { opacity } = element
  switch (element.type) {
    case 'shape': {
      const { d, fill, stroke, clip, evenOdd } = element
      return { kind: 'path', d, fill, stroke, opacity, clip, evenOdd }
    }
    case 'rect': {
      const { xUm: x, yUm: y, widthUm: width, heightUm: height } = element.box
      const radius = element.cornerUm ?? 0
      const d =
        radius > 0 ? roundedRectangle({ x, y, width, height, radius }) : rectangle(x, y, width, height)
      return { kind: 'path', d, fill: element.fill, stroke: element.stroke, opacity }
    }
    case 'ellipse': {
      const { xUm: x, yUm: y, widthUm: width, heightUm: height } = element.box
      return {
        kind: 'path',
        d: ellipse({ x, y, width, height }),
        fill: element.fill,
        stroke: element.stroke,
        opacity,
      }
    }
    case 'line':
      return { kind: 'path', d: segment(element.from, element.to), stroke: element.stroke, opacity }
    case 'guilloche':
      return {
        kind: 'path',
        d: drawGuilloche(element.guilloche),
        stroke: element.stroke,
        opacity,
        clip: element.clip,
      }
    case 'rainbow': {
      const { d, paint } = drawRainbow(element)
      return { kind: 'path', d, stroke: { paint, widthUm: element.widthUm }, opacity, clip: element.clip }
    }
  }
}

function layoutMicrotext(placing: Placing, element: MicrotextElement): DisplayItem[] {
  const { id, face, sizeUm, xUm, baselineUm, widthUm } = element
  const once = shapeText({ fonts: placing.fonts, face, element: id }, bind(element.text, placing.data, id))
  const onceUm = widthOf(once, sizeUm)
  const times = Math.floor(widthUm / onceUm)
  if (times < 1) throw new DesignError('text-too-long', 'The microtext does not fit once.', id)
  const trackingUm = (widthUm - times * onceUm) / Math.max(1, times * once.length - 1)
  keepFree(placing, { id, what: 'text', box: lineBox({ xUm, baselineUm, widthUm, sizeUm }) })
  return placeGlyphs({
    ...element,
    glyphs: once,
    trackingUm,
    repeat: { times, stepUm: onceUm + trackingUm * once.length },
  })
}

function layoutImage({ design }: Placing, element: ImageElement): ImageItem {
  const asset = Object.hasOwn(design.assets, element.asset) ? design.assets[element.asset] : undefined
  if (!asset)
    throw new DesignError('asset-missing', `The design has no asset “${element.asset}”.`, element.id)
  return framed(element, { key: element.asset, asset }, element.framing ?? 'stretch')
}

function layoutPhoto({ data }: Placing, element: PhotoElement): ImageItem {
  const address = valueOf(data, element.field)
  if (address === undefined)
    throw new DesignError('data-missing', `The card has no “${element.field}”.`, element.id)
  return framed(element, assetFromData(address, element.id), element.framing ?? 'cover')
}

function framed(
  { id, box, cornerUm, opacity }: ImageElement | PhotoElement,
  { key, asset }: Pick<ImageItem, 'key' | 'asset'>,
  framing: 'stretch' | 'cover' | 'contain',
): ImageItem {
  const shown: Box = frame(box, pixelSize(asset, id), framing)
  return { kind: 'image', key, asset, box: shown, opacity, clip: frameClip(box, framing, cornerUm) }
}
