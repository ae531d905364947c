import { refuse } from '../platform/refusal.ts'

const MOST_PIXELS = 40_000_000
export const MOST_BYTES = 10 * 1024 * 1024

/** A picture that was read whole, without whatever else its file said. */
export interface Picture {
  mediaType: 'image/png' | 'image/jpeg'
  widthPx: number
  heightPx: number
  bytes: Buffer
}

export const PICTURE_REFUSALS = ['asset-too-large', 'asset-turned', 'asset-unreadable'] as const
export type PictureRefusal = (typeof PICTURE_REFUSALS)[number]

export const refusePicture = (reason: PictureRefusal) => refuse(reason)

export const fits = ({ widthPx, heightPx }: Pick<Picture, 'widthPx' | 'heightPx'>): boolean =>
  widthPx * heightPx <= MOST_PIXELS
