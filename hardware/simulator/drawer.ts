import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Tracks } from '../ports.ts'
import { VirtualNtag424 } from './ntag424-card.ts'
import { blankStripe, readStripe, type Stripe } from './stripe.ts'

/** A simulated plastic card: chip and stripe. */
export interface DrawerCard {
  readonly uid: string
  readonly chip: VirtualNtag424
  stripe: Stripe
}

type ChipMemory = ReturnType<VirtualNtag424['toJSON']>
interface DrawerFile {
  version: 1
  cards: { uid: string; chip: ChipMemory; stripe: Stripe }[]
}

/** The cards of a simulated station. They outlive it in a file, as plastic would in a drawer. */
export interface Drawer {
  find(uid: string): DrawerCard | undefined
  list(): { uid: string; tracks: Tracks }[]
  /** A new card as the factory delivers it. */
  takeBlank(): DrawerCard
  /** Writes all cards to the file, one writing after the other; chips hold keys, so only its owner may read it. */
  save(): Promise<void>
}

/** Opens the drawer in `file`, empty when there is none; without a file the cards live in memory only. */
export async function openDrawer(file?: string): Promise<Drawer> {
  const cards = new Map<string, DrawerCard>()
  for (const card of file === undefined ? [] : await readCards(file)) cards.set(card.uid, card)
  let saving: Promise<void> = Promise.resolve()

  return {
    find: (uid) => cards.get(uid),
    list: () => [...cards.values()].map(({ uid, stripe }) => ({ uid, tracks: readStripe(stripe) })),
    takeBlank() {
      const chip = VirtualNtag424.blank(randomUid())
      const card: DrawerCard = { uid: chip.uid, chip, stripe: blankStripe() }
      cards.set(card.uid, card)
      return card
    },
    save() {
      if (file === undefined) return Promise.resolve()
      const written = saving.then(() => writeCards(file, [...cards.values()]))
      saving = written.catch(() => undefined)
      return written
    },
  }
}

/** NXP is manufacturer 04 (ISO/IEC 7816-6); the other six bytes are the chip's own. */
const randomUid = (): string => `04${randomBytes(6).toString('hex').toUpperCase()}`

async function readCards(file: string): Promise<DrawerCard[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  const { cards } = JSON.parse(text) as DrawerFile
  return cards.map(({ uid, chip, stripe }) => ({ uid, chip: VirtualNtag424.fromJson(chip), stripe }))
}

async function writeCards(file: string, cards: readonly DrawerCard[]): Promise<void> {
  const contents: DrawerFile = {
    version: 1,
    cards: cards.map(({ uid, chip, stripe }) => ({ uid, chip: chip.toJSON(), stripe })),
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.new`
  const handle = await open(fresh, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify(contents))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(fresh, file)
}
