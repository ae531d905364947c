import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode } from 'fast-png'

export interface Picture {
  width: number
  height: number
  /** Bytes a pixel: the first three are red, green and blue. */
  channels: number
  data: ArrayLike<number>
}

/** Runs poppler, zbar and their like on a file that is gone afterwards. */
export function withFile<T>(bytes: Uint8Array, name: string, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cardwright-designs-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return use(path, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** One PNG a page, in the order of pages; the even ones are the backs of cards. */
export function rasterise(
  pdf: Uint8Array,
  dpi: number,
  pages: 'all' | 'even' | { from: number; to: number } = 'all',
): Buffer[] {
  const chosen =
    typeof pages === 'object'
      ? ['-f', String(pages.from), '-l', String(pages.to)]
      : pages === 'even'
        ? ['-e']
        : []
  return picturesOf(pdf, ['pdftoppm', ...chosen, '-r', String(dpi), '-png'])
}

/** The same by cairo, which sets what is small more exactly. */
export const rasteriseFinely = (pdf: Uint8Array, dpi: number): Buffer[] =>
  picturesOf(pdf, ['pdftocairo', '-r', String(dpi), '-png'])

const picturesOf = (pdf: Uint8Array, [program = '', ...options]: readonly string[]): Buffer[] =>
  withFile(pdf, 'file.pdf', (path, folder) => {
    run(program, ...options, path, join(folder, 'page'))
    const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'))
    return pictures.toSorted().map((file) => readFileSync(join(folder, file)))
  })

/** What zbar reads from a picture, as `QR-Code:text` and `CODE-128:text`. */
export const readSymbols = (png: Uint8Array): string[] =>
  withFile(png, 'page.png', (path) => run('zbarimg', '--quiet', path).trim().split('\n').toSorted())

export const decodePng = (png: Uint8Array): Picture => decode(png)

/** Averages squares of pixels into one each. */
export function shrink({ width, height, channels, data }: Picture, factor: number): Picture {
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)]
  const small = new Float32Array(w * h * 3)
  for (let y = 0; y < h * factor; y++)
    for (let x = 0; x < w * factor; x++)
      for (let part = 0; part < 3; part++) {
        const to = (Math.floor(y / factor) * w + Math.floor(x / factor)) * 3 + part
        small[to] = (small[to] ?? 0) + (data[(y * width + x) * channels + part] ?? 0) / factor ** 2
      }
  return { width: w, height: h, channels: 3, data: small }
}

/** The share of pixels, less the outermost that a page fills in part, of which a colour differs by more than the threshold of 255. */
export function differingShare(one: Picture, other: Picture, threshold: number): number {
  const [width, height] = [Math.min(one.width, other.width), Math.min(one.height, other.height)]
  if (Math.abs(one.width - other.width) > 1 || Math.abs(one.height - other.height) > 1) return 1
  const colour = (picture: Picture, x: number, y: number, part: number) =>
    picture.data[(y * picture.width + x) * picture.channels + part] ?? 0
  let differing = 0
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++)
      if ([0, 1, 2].some((part) => Math.abs(colour(one, x, y, part) - colour(other, x, y, part)) > threshold))
        differing++
  return differing / (width * height)
}

/** Keeps a picture where a person can look at it when a comparison fails; answers with the path. */
export function keepOutput(name: string, png: Uint8Array): string {
  const folder = join(import.meta.dirname, '../../output/designs')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, png)
  return path
}
