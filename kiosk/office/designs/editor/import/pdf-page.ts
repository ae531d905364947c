import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- Vite makes this module, with the worker as its default export
import Program from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'
import { blobOf } from './picture-file.ts'

const MOST_PAGES = 200
const LONGEST_MS = 20_000
/** The sheet with its bleed, 89.6 mm, at 600 dots an inch. */
const WIDEST_PX = 2_117
const SMALL_PX = 160

export interface OpenPdf {
  pages: number
  /** A small picture of a page, to choose by; an address that lives until `close`. */
  preview(page: number): Promise<string>
  /** A page as a PNG, as sharp as a card can be printed. */
  picture(page: number): Promise<Blob>
  close(): void
}

/**
 * Opens a PDF in a thread of its own, which is ended when it takes longer than twenty seconds over anything. Scripts in
 * the file are not run, nothing is fetched for it.
 */
export async function openPdf(file: Blob): Promise<OpenPdf> {
  const thread = new Program()
  const worker = PDFWorker.create({ port: thread })
  const addresses: string[] = []
  const close = () => {
    addresses.forEach((address) => URL.revokeObjectURL(address))
    thread.terminate()
  }
  const inTime = <T>(work: Promise<T>): Promise<T> => {
    let limit: ReturnType<typeof setTimeout> | undefined
    const tooLong = new Promise<never>((_, reject) => {
      limit = setTimeout(() => {
        close()
        reject(new Error('the PDF took too long'))
      }, LONGEST_MS)
    })
    return Promise.race([work, tooLong]).finally(() => clearTimeout(limit))
  }
  try {
    const data = new Uint8Array(await file.arrayBuffer())
    const pdf = await inTime(
      getDocument({
        data,
        worker,
        isEvalSupported: false,
        enableXfa: false,
        stopAtErrors: false,
        useWasm: false,
        disableFontFace: false,
        maxImageSize: 40_000_000,
        canvasMaxAreaInBytes: 256 * 1024 * 1024,
      }).promise,
    )
    return {
      pages: Math.min(pdf.numPages, MOST_PAGES),
      async preview(page) {
        const address = URL.createObjectURL(await inTime(render(pdf, page, SMALL_PX)))
        addresses.push(address)
        return address
      },
      picture: (page) => inTime(render(pdf, page, WIDEST_PX)),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function render(pdf: PDFDocumentProxy, number: number, widestPx: number): Promise<Blob> {
  const page = await pdf.getPage(number)
  const whole = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: widestPx / Math.max(whole.width, whole.height, 1) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(viewport.width))
  canvas.height = Math.max(1, Math.round(viewport.height))
  await page.render({ canvas, viewport, background: '#fff' }).promise
  page.cleanup()
  return blobOf(canvas, 'image/png')
}
