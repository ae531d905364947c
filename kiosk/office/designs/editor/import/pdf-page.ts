import { getDocument, PDFWorker, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- Vite makes this module, with the worker as its default export
import Program from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'
import { blobOf, WIDEST_PX } from './raster.ts'

const MOST_PAGES = 200
const LONGEST_MS = 20_000
const PREVIEW_PX = 480

export type PdfFault = 'locked' | 'damaged' | 'too-long'

/** Why a PDF, or a page of it, cannot be had. */
class PdfError extends Error {
  readonly fault: PdfFault

  constructor(fault: PdfFault) {
    super(fault)
    this.name = 'PdfError'
    this.fault = fault
  }
}

export interface OpenPdf {
  pages: number
  /** A small picture of a page, to choose by; an address that lives until `close`. Throws `PdfError`. */
  preview(page: number): Promise<string>
  /** A page as a PNG, as sharp as a card can be printed. Throws `PdfError`. */
  picture(page: number): Promise<Blob>
  close(): void
}

/**
 * Opens a PDF in a thread of its own, which is ended when it takes longer than twenty seconds over anything. Scripts in
 * the file are not run, nothing is fetched for it. Throws `PdfError`.
 */
export async function openPdf(file: Blob): Promise<OpenPdf> {
  const thread = new Program()
  const worker = PDFWorker.create({ port: thread })
  const addresses: string[] = []
  let painting: RenderTask | undefined
  const close = () => {
    addresses.forEach((address) => URL.revokeObjectURL(address))
    painting?.cancel()
    thread.terminate()
  }
  const inTime = <T>(work: Promise<T>): Promise<T> => {
    let limit: ReturnType<typeof setTimeout> | undefined
    const tooLong = new Promise<never>((_, reject) => {
      limit = setTimeout(() => {
        close()
        reject(new PdfError('too-long'))
      }, LONGEST_MS)
    })
    return Promise.race([work, tooLong])
      .catch((error: unknown) => {
        throw asPdfError(error)
      })
      .finally(() => clearTimeout(limit))
  }
  const render = (pdf: PDFDocumentProxy, page: number, widestPx: number) =>
    inTime(paintPage(pdf, { page, widestPx }, (task) => (painting = task)))
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
        const address = URL.createObjectURL(await render(pdf, page, PREVIEW_PX))
        addresses.push(address)
        return address
      },
      picture: (page) => render(pdf, page, WIDEST_PX),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function asPdfError(error: unknown): PdfError {
  if (error instanceof PdfError) return error
  return new PdfError(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'damaged')
}

/** Draws in slices of some milliseconds, so that a heavy page neither stops the editor nor its own end. */
async function paintPage(
  pdf: PDFDocumentProxy,
  { page: number, widestPx }: { page: number; widestPx: number },
  onBegun: (task: RenderTask) => void,
): Promise<Blob> {
  const page = await pdf.getPage(number)
  const whole = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: widestPx / Math.max(whole.width, whole.height, 1) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(viewport.width))
  canvas.height = Math.max(1, Math.round(viewport.height))
  const task = page.render({ canvas, viewport, background: '#fff' })
  onBegun(task)
  await task.promise
  page.cleanup()
  return blobOf(canvas, 'image/png')
}
