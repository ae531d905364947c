const MARGIN_PX = 6

/** A drawing without the empty room around it, so that it fills its place on a card; what is empty stays as it is. */
export async function trimmed(png: string): Promise<string> {
  const image = new Image()
  image.src = png
  await image.decode()
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight]
  const context = canvas.getContext('2d')
  if (!context) return png
  context.drawImage(image, 0, 0)
  const ink = inkIn(context.getImageData(0, 0, canvas.width, canvas.height))
  if (!ink) return png
  const drawn = context.getImageData(ink.x, ink.y, ink.width, ink.height)
  ;[canvas.width, canvas.height] = [ink.width + 2 * MARGIN_PX, ink.height + 2 * MARGIN_PX]
  context.putImageData(drawn, MARGIN_PX, MARGIN_PX)
  return canvas.toDataURL('image/png')
}

interface Pixels {
  width: number
  height: number
  /** red, green, blue and opacity of each */
  data: Uint8ClampedArray
}

/** The box around all that is not transparent; undefined where nothing is. */
export function inkIn({ width, height, data }: Pixels) {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!data[(y * width + x) * 4 + 3]) continue
      ;[left, right] = [Math.min(left, x), Math.max(right, x)]
      ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
    }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}
