import { lazy, type ComponentType } from 'react'
import { PartMissing } from './part-missing.tsx'

/** A part that the line lost on its way says so in its own place. */
const late = <Props>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => ({ default: await load().catch((): ComponentType<Props> => PartMissing) }))

const atBooth = () => import('./at-booth.tsx')

/** Parts that the first screen does without. */
export const AtBooth = late(async () => (await atBooth()).AtBooth)
export const TabletPage = late(async () => (await import('./tablet/tablet-page.tsx')).TabletPage)
export const PairTablet = late(async () => (await import('./tablet/pair-tablet.tsx')).PairTablet)

/** While somebody signs in: nobody waits for it afterwards, and the line may be gone by then. */
export const fetchAtBooth = () => void atBooth().catch(() => undefined)
