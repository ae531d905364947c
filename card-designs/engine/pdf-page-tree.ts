import type { PaintedPage } from './painted-page.ts'
import type { Kit, KitReference } from './pdf-kit.ts'
import type { PdfSink } from './pdf-sink.ts'

interface Writing {
  file: Kit
  sink: PdfSink
  /** what every page may name */
  dictionary: KitReference
}

interface PageTree {
  add(page: PaintedPage): void
  end(): void
}

const PAGES_A_NODE = 256

/**
 * Writes pages at once and in nodes of a few hundred (ISO 32000-1 §7.7.3), which share their resources. pdfkit keeps every
 * page until the end, and all of them in one list; of what stands here it counts the objects and where they begin.
 */
export function openPageTree({ file, sink, dictionary }: Writing): PageTree {
  const { _root: catalogue, _offsets: offsets } = file
  const root = catalogue.data.Pages
  root.data.Resources = dictionary
  let node: { reference: KitReference; kids: string[] } | undefined
  const close = () => {
    if (!node) return
    const { reference, kids } = node
    reference.offset = sink.offset
    sink.write(
      `${reference.id} 0 obj\n<</Type/Pages/Parent ${root.id} 0 R/Count ${kids.length}/Kids [${kids.join(' ')}]>>\nendobj\n`,
    )
    // oxlint-disable-next-line no-underscore-dangle -- pdfkit ends when nothing is left open
    file._refEnd(reference)
    node = undefined
  }
  return {
    add: ({ boxes, content }) => {
      if (!node) {
        node = { reference: file.ref({}), kids: [] }
        root.data.Kids.push(node.reference)
      }
      const filter = typeof content === 'string' ? '' : '/Filter/FlateDecode'
      const contents = offsets.push(sink.offset)
      sink.write(`${contents} 0 obj\n<</Length ${content.length}${filter}>>\nstream\n`)
      sink.write(content)
      sink.write('\nendstream\nendobj\n')
      const page = offsets.push(sink.offset)
      sink.write(
        `${page} 0 obj\n<</Type/Page/Parent ${node.reference.id} 0 R${boxes}/Contents ${contents} 0 R>>\nendobj\n`,
      )
      root.data.Count++
      node.kids.push(`${page} 0 R`)
      if (node.kids.length === PAGES_A_NODE) close()
    },
    end: close,
  }
}
