import type { Result } from '../platform/refusal.ts'
import { isJpeg, readJpeg } from './jpeg.ts'
import { MOST_BYTES, refusePicture, type Picture, type PictureRefusal } from './limits.ts'
import { isPng, readPng } from './png.ts'

/** What it is is read from its bytes: a name or a declared type proves nothing. */
export async function readPicture(bytes: Buffer): Promise<Result<Picture, PictureRefusal>> {
  if (bytes.length > MOST_BYTES) return refusePicture('asset-too-large')
  if (isPng(bytes)) return readPng(bytes)
  return isJpeg(bytes) ? readJpeg(bytes) : refusePicture('asset-unreadable')
}
