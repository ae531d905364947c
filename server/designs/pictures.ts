import type { Side } from '../../card-designs/engine/design.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { wholeDesign } from './document.ts'
import { findTemplate } from './drafting.ts'
import { exampleCard, type Example } from './example-card.ts'
import type { Gallery, LightPicture } from './gallery.ts'
import { approvedDesigns, findDesign, findVersion } from './queries.ts'
import type { Fault } from './schema.ts'
import type { Studio } from './studio.ts'
import type { DesignRow, VersionRow } from './table.ts'

export interface PaintNeeds {
  db: Db
  studio: Studio
  gallery: Gallery
  /** what a sample's QR symbol says */
  publicUrl: string
}

export const PAINT_REFUSALS = ['design-unpaintable', 'design-too-heavy'] as const
type PaintRefusal = (typeof PAINT_REFUSALS)[number]

interface PublicSide {
  code: string
  side: Side
  /** the newest that is approved, unless one is named */
  version?: number
}

/** A side of an approved version with a sample's data. Refuses with `design-unknown`, then as `PAINT_REFUSALS`. */
export async function publicPicture(
  needs: PaintNeeds,
  wanted: PublicSide,
): Promise<Result<string, 'design-unknown' | PaintRefusal>> {
  const found = await findApproved(needs.db, wanted)
  return found.ok ? needs.gallery.svg({ ...found.value, side: wanted.side }) : found
}

/** The same as `publicPicture`, small enough for a phone's network. Refuses as it does. */
export async function publicLightPicture(
  needs: PaintNeeds,
  wanted: PublicSide,
): Promise<Result<LightPicture, 'design-unknown' | PaintRefusal>> {
  const found = await findApproved(needs.db, wanted)
  return found.ok ? needs.gallery.light({ ...found.value, side: wanted.side }) : found
}

async function findApproved(
  db: Db,
  { code, version }: PublicSide,
): Promise<Result<{ design: DesignRow; version: VersionRow }, 'design-unknown'>> {
  const design = await findDesign(db, code)
  const number = version ?? (await approvedDesigns(db, code))[0]?.version
  const found = design && number ? await findVersion(db, design.id, number) : undefined
  return design && found?.state === 'approved' ? accept({ design, version: found }) : refuse('design-unknown')
}

export interface Wanted {
  code: string
  number: number
  side: Side
  data: Example
}

/** A side of any version, with whatever data. Refuses with `design-unknown`, `design-version-unknown`, then as `PAINT_REFUSALS`. */
export async function versionPicture(
  needs: PaintNeeds,
  { code, number, side, data }: Wanted,
): Promise<Result<string, 'design-unknown' | 'design-version-unknown' | PaintRefusal>> {
  const found = await findBoth(needs.db, code, number)
  if (!found.ok) return found
  const { design, version } = found.value
  const isFinal = version.state === 'approved' || version.state === 'refused'
  if (data === 'sample' && isFinal) return needs.gallery.svg({ design, version, side })
  const whole = await wholeDesign(needs.db, design, version)
  return needs.studio.paint(whole, side, exampleCard(whole, needs.publicUrl, data))
}

/** A version's proof sheet (PDF) with a sample's data. Refuses as `versionPicture`. */
export async function versionProof(
  { db, studio, publicUrl }: PaintNeeds,
  { code, number }: { code: string; number: number },
): Promise<Result<Uint8Array, 'design-unknown' | 'design-version-unknown' | PaintRefusal>> {
  const found = await findBoth(db, code, number)
  if (!found.ok) return found
  const whole = await wholeDesign(db, found.value.design, found.value.version)
  return studio.proof(whole, exampleCard(whole, publicUrl))
}

/** A side of a design that comes with the product. Refuses with `template-unknown`, then as `PAINT_REFUSALS`. */
export async function templatePicture(
  { studio, publicUrl }: PaintNeeds,
  { code, side }: { code: string; side: Side },
): Promise<Result<string, 'template-unknown' | PaintRefusal>> {
  const template = findTemplate(code)
  return template
    ? studio.paint(template, side, exampleCard(template, publicUrl))
    : refuse('template-unknown')
}

/** What the engine's checker finds in a version. Refuses with `design-unknown`, `design-version-unknown`, `design-too-heavy`. */
export async function checkVersion(
  { db, studio }: PaintNeeds,
  { code, number }: { code: string; number: number },
): Promise<Result<Fault[], 'design-unknown' | 'design-version-unknown' | 'design-too-heavy'>> {
  const found = await findBoth(db, code, number)
  if (!found.ok) return found
  return studio.check(await wholeDesign(db, found.value.design, found.value.version))
}

export async function findBoth(
  db: Db,
  code: string,
  number: number,
): Promise<Result<{ design: DesignRow; version: VersionRow }, 'design-unknown' | 'design-version-unknown'>> {
  const design = await findDesign(db, code)
  if (!design) return refuse('design-unknown')
  const version = await findVersion(db, design.id, number)
  return version ? accept({ design, version }) : refuse('design-version-unknown')
}
