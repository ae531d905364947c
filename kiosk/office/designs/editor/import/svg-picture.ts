import { blobOf, WIDEST_PX } from './raster.ts'

const SVG = 'image/svg+xml'

/**
 * A whole SVG as a PNG, as sharp as a card can be printed: for what cannot be shapes. The browser draws it as it draws any
 * picture: nothing in it runs, nothing outside it is fetched. Throws where it cannot be drawn.
 */
export async function pictureOfSvg(file: Blob): Promise<Blob> {
  const svg = new DOMParser().parseFromString(await file.text(), SVG).documentElement
  const { width, height } = sizeOf(svg)
  const scale = WIDEST_PX / Math.max(width, height)
  // Without a size of its own a browser draws it small, or not at all.
  if (!svg.hasAttribute('viewBox')) svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('width', String(Math.max(1, Math.round(width * scale))))
  svg.setAttribute('height', String(Math.max(1, Math.round(height * scale))))
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: SVG }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight]
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    return await blobOf(canvas, 'image/png')
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** By its own figures, whatever their unit: only their proportion counts. */
function sizeOf(svg: Element): { width: number; height: number } {
  const box = (svg.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [, , width = 0, height = 0] = box
  if (width > 0 && height > 0) return { width, height }
  const own = {
    width: parseFloat(svg.getAttribute('width') ?? ''),
    height: parseFloat(svg.getAttribute('height') ?? ''),
  }
  return own.width > 0 && own.height > 0 ? own : { width: 300, height: 150 }
}
