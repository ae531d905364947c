import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Loaded when the camera is opened first; served by us and kept for days without network. */
prepareZXingModule({ overrides: { locateFile: () => wasm } })

const canvas = document.createElement('canvas')

/** The first code in the picture that the camera shows now. */
export async function readCode(video: HTMLVideoElement): Promise<string | undefined> {
  const { videoWidth: width, videoHeight: height } = video
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || width === 0) return undefined
  canvas.width = width
  canvas.height = height
  context.drawImage(video, 0, 0)
  const found = await readBarcodes(context.getImageData(0, 0, width, height), {
    formats: ['QRCode', 'Code128', 'PDF417', 'DataMatrix'],
    maxNumberOfSymbols: 1,
  })
  return found[0]?.text
}
