import type { Face } from '../fonts/faces.ts'
import { checkPng } from './check-png.ts'
import { DesignError } from './design-error.ts'
import type { Asset } from './design.ts'
import type { DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { newGlyphCodes, type GlyphCodes } from './glyph-codes.ts'
import { fontName, openPainter } from './paint-pdf-page.ts'
import type { CodedGlyph, PaintedPages, PdfResource } from './painted-page.ts'
import {
  defaultSpaces,
  embedFont,
  ended,
  openKit,
  writeObject,
  type Kit,
  type KitReference,
  type PdfInfo,
} from './pdf-kit.ts'
import { inkObject, patternObject, stateObject } from './pdf-objects.ts'
import { openPageTree } from './pdf-page-tree.ts'
import { openSink } from './pdf-sink.ts'

/** A PDF being written, page by page, in which every font, image and fixed group is kept once. */
export interface PdfFile {
  addPage(list: DisplayList): void
  /** The bytes written since the last call, in whole pieces. */
  take(): Uint8Array[]
  /** Writes fonts and directory, and answers with the rest of the bytes. */
  end(): Promise<Uint8Array[]>
}

/** The same for pages that others paint with its codes. */
export interface PdfFrame extends Omit<PdfFile, 'addPage'> {
  codes: GlyphCodes
  add(painted: PaintedPages): void
}

export function openPdf(info: PdfInfo, fonts: FontBook): PdfFile {
  const frame = openFrame(info, fonts)
  const painter = openPainter(fonts, frame.codes)
  return {
    addPage: (list) => {
      painter.add(list)
      frame.add(painter.take())
    },
    take: () => frame.take(),
    end: () => frame.end(),
  }
}

export function openFrame(info: PdfInfo, fonts: FontBook): PdfFrame {
  const sink = openSink()
  const file = openKit(info, sink)
  const spaces = defaultSpaces(file, info)
  const dictionary = file.ref({ Font: {}, XObject: {}, Pattern: {}, ColorSpace: spaces, ExtGState: {} })
  const tree = openPageTree({ file, sink, dictionary })
  const keep = keepResources(file, dictionary)
  const shown = new Map<Face, CodedGlyph[]>()
  return {
    codes: newGlyphCodes(),
    add: ({ pages, resources, glyphs }) => {
      resources.forEach(keep)
      for (const glyph of glyphs) {
        const others = shown.get(glyph.face)
        if (others) others.push(glyph)
        else shown.set(glyph.face, [glyph])
      }
      for (const page of pages) tree.add(page)
    },
    take: () => sink.take(),
    end: async () => {
      const named = dictionary.data['Font'] as Record<string, KitReference>
      for (const [face, glyphs] of shown) named[fontName(face)] = embedFont(file, fonts[face].font, glyphs)
      dictionary.end()
      tree.end()
      await ended(file)
      return sink.take(true)
    },
  }
}

/** Writes what pages name once, whoever is the first to name it. */
function keepResources(file: Kit, dictionary: KitReference): (resource: PdfResource) => void {
  const categories = {
    form: 'XObject',
    image: 'XObject',
    pattern: 'Pattern',
    ink: 'ColorSpace',
    state: 'ExtGState',
  } as const
  return (resource) => {
    const named = dictionary.data[categories[resource.kind]] as Record<string, KitReference>
    named[resource.name] ??= write(resource)
  }

  function write(resource: PdfResource): KitReference {
    switch (resource.kind) {
      case 'form':
        return writeForm(file, dictionary, resource.content)
      case 'image':
        return writeImage(file, resource.asset)
      case 'pattern':
        return writeObject(file, patternObject(resource.paint, resource.matrix))
      case 'ink':
        return writeObject(file, inkObject(resource.ink))
      case 'state':
        return writeObject(file, stateObject(resource.state))
    }
  }
}

/** ISO 32000-1 §8.10: a form XObject, in micrometres; its box takes in all that a bleed can hold. */
function writeForm(file: Kit, dictionary: KitReference, content: string): KitReference {
  const form = file.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [-500_000, -500_000, 500_000, 500_000],
    Resources: dictionary,
  })
  form.end(Buffer.from(content, 'latin1'))
  return form
}

/** Throws `picture-unreadable`. */
function writeImage(file: Kit, { mime, base64 }: Asset): KitReference {
  const bytes = Buffer.from(base64, 'base64')
  if (mime === 'image/png') checkPng(bytes)
  try {
    const image = file.openImage(bytes)
    image.embed(file)
    return image.obj
  } catch (cause) {
    throw new DesignError('picture-unreadable', 'The picture cannot be read.', undefined, { cause })
  }
}
