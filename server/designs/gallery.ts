import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Side } from '../../card-designs/engine/design.ts'
import type { Db } from '../platform/database.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { wholeDesign } from './document.ts'
import { exampleCard } from './example-card.ts'
import { findLightPicture, findPicture, keepLightPicture, keepPicture } from './picture-queries.ts'
import type { Studio } from './studio.ts'
import type { DesignRow, VersionRow } from './table.ts'

/** A side of a version that changes no more. */
interface Shown {
  design: DesignRow
  version: VersionRow
  side: Side
}

/** WebP, some 40 KB. */
export interface LightPicture {
  bytes: Uint8Array
  etag: string
}

type Painted<T> = Promise<Result<T, 'design-unpaintable' | 'design-too-heavy'>>

/** Pictures of decided versions with a sample's data, each painted once for all servers and kept. */
export interface Gallery {
  svg(shown: Shown): Painted<string>
  /** For a phone's network. */
  light(shown: Shown): Painted<LightPicture>
}

/** Twice as fine as a phone shows a card. */
const LIGHT_WIDTH_PX = 720
const LIGHT_QUALITY = 72
const LONGEST_S = 20

/** `publicUrl`: what a sample's QR symbol says. */
export function openGallery({
  db,
  studio,
  publicUrl,
}: {
  db: Db
  studio: Studio
  publicUrl: string
}): Gallery {
  const svgs = new Map<string, Painted<string>>()
  const lights = new Map<string, Painted<LightPicture>>()

  async function svg({ design, version, side }: Shown): Painted<string> {
    const place = { designId: design.id, number: version.number, side }
    const kept = await findPicture(db, place)
    if (kept !== undefined) return accept(kept)
    const whole = await wholeDesign(db, design, version)
    const painted = await studio.paint(whole, side, exampleCard(whole, publicUrl))
    if (!painted.ok) return painted
    const row = { design_id: design.id, number: version.number, side, svg: painted.value }
    await inTransaction(db, (tx) => keepPicture(tx, row))
    return painted
  }

  async function light(shown: Shown): Painted<LightPicture> {
    const place = { designId: shown.design.id, number: shown.version.number, side: shown.side }
    const kept = await findLightPicture(db, place)
    if (kept) return accept(tagged(kept))
    const painted = await gallery.svg(shown)
    if (!painted.ok) return painted
    const bytes = await rasterise(painted.value)
    await inTransaction(db, (tx) => keepLightPicture(tx, place, bytes))
    return accept(tagged(bytes))
  }

  const gallery: Gallery = {
    svg: (shown) => once(svgs, keyOf(shown), () => svg(shown)),
    light: (shown) => once(lights, keyOf(shown), () => light(shown)),
  }
  return gallery
}

const keyOf = ({ design, version, side }: Shown): string => `${design.id}/${version.number}/${side}`

/** Who asks for what is being painted at this moment waits for that. */
function once<T>(running: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const begun = running.get(key) ?? start().finally(() => running.delete(key))
  running.set(key, begun)
  return begun
}

/** The engine's own SVG, which names nothing outside itself, drawn by librsvg outside this thread. */
async function rasterise(svg: string): Promise<Uint8Array> {
  const sized = svg.replace(
    /^<svg ([^>]*?)width="[^"]*" height="[^"]*"/,
    `<svg $1width="${LIGHT_WIDTH_PX}" height="${Math.round((LIGHT_WIDTH_PX * 53.98) / 85.6)}"`,
  )
  const { buffer, byteOffset, length } = await sharp(Buffer.from(sized), { unlimited: true })
    .timeout({ seconds: LONGEST_S })
    .webp({ quality: LIGHT_QUALITY })
    .toBuffer()
  return new Uint8Array(buffer, byteOffset, length)
}

const tagged = (bytes: Uint8Array): LightPicture => ({
  bytes,
  etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
})
