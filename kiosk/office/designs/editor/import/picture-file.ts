import { call } from '../../../../api/call.ts'
import { addAsset, readArtwork, type Asset } from '../../../../api/designs.ts'
import { Problem } from '../../../../api/problem.ts'
import type { DesignElement, GroupElement } from '../../../../../card-designs/engine/design.ts'
import { base64Of } from '../../../base64.ts'
import { pictureElement } from '../model/new-elements.ts'
import { blobOf } from './raster.ts'

type FileKind = 'svg' | 'picture' | 'pdf'

/** As the server has them; a PDF stays here. */
const MOST_BYTES: Readonly<Record<FileKind, number>> = {
  svg: 4_000_000,
  picture: 10 * 1024 * 1024,
  pdf: 20 * 1024 * 1024,
}

export const isTooLarge = (file: Blob, kind: FileKind): boolean => file.size > MOST_BYTES[kind]

/** What a file is, by its first bytes: its name and declared type prove nothing. */
export async function kindOf(file: Blob): Promise<FileKind | undefined> {
  const head = new Uint8Array(await file.slice(0, 1_024).arrayBuffer())
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff)) return 'picture'
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  return /<svg[\s>]/i.test(new TextDecoder().decode(head)) ? 'svg' : undefined
}

/** Uploads a PNG or JPEG; one that a camera lays on its side is set upright first. Throws `Problem`. */
async function upload(picture: Blob): Promise<Asset> {
  try {
    return await call(addAsset, { body: { base64: await base64Of(picture) } })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'asset-turned') throw error
    return call(addAsset, { body: { base64: await base64Of(await upright(picture)) } })
  }
}

export const pictureFrom = async (picture: Blob, bleedUm: number): Promise<DesignElement> =>
  pictureElement(await upload(picture), bleedUm)

/** The shapes of an SVG as one group, with what was passed over in it. Throws `Problem`. */
export async function shapesFrom(svg: Blob): Promise<{ element: GroupElement; leftOut: string[] }> {
  const { shapes, leftOut } = await call(readArtwork, { body: { svg: await svg.text() } })
  return { element: { type: 'group', id: 'artwork', elements: shapes }, leftOut }
}

async function upright(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture)
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [bitmap.width, bitmap.height]
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return blobOf(canvas, 'image/jpeg')
}
