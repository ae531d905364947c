/** The sheet with its bleed, 89.6 mm, at 600 dots an inch. */
export const WIDEST_PX = 2_117

export const blobOf = (canvas: HTMLCanvasElement, type: 'image/png' | 'image/jpeg'): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))),
      type,
      0.92,
    ),
  )
