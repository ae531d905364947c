import { createHash } from 'node:crypto'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { PictureRefusal, readPicture } from '../pictures/index.ts'
import { insertAsset } from './picture-queries.ts'
import type { Asset } from './schema.ts'

/**
 * Keeps a picture for designs, under the hash of what is kept: the picture without its file's metadata. The same picture
 * again gives the same hash. Refuses as it was `read`: before the command, because forty megapixels take a while to unpack.
 */
export async function addAsset(
  work: Work,
  read: Awaited<ReturnType<typeof readPicture>>,
): Promise<Result<Asset, PictureRefusal>> {
  if (!read.ok) return read
  const { mediaType, widthPx, heightPx, bytes } = read.value
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await insertAsset(work.tx, {
    sha256,
    media_type: mediaType,
    bytes,
    width_px: widthPx,
    height_px: heightPx,
    added_by: staffOf(work.actor),
    added_at: work.now,
  })
  const details = { mediaType, widthPx, heightPx, bytes: bytes.length }
  await audit(work, { action: 'design-asset.added', subject: `design-asset:${sha256}`, details })
  return accept({ sha256, mediaType, widthPx, heightPx })
}
