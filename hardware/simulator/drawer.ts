import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Tracks } from '../ports.ts'
import type { BlankKind } from './blank-kinds.ts'
import { blankChip, restoreChip, suppliedChip } from './blanks.ts'
import { blankStripe, readStripe, type Stripe } from './stripe.ts'
import type { VirtualCard } from './virtual-card.ts'

/** A simulated plastic card: stripe, and chip where it has one. */
export interface DrawerCard {
  /** Of the chip; of a card without one a name that no chip has. */
  readonly uid: string
  readonly kind: BlankKind
  /** As it lies on a reader. */
  readonly chip: VirtualCard | undefined
  stripe: Stripe
}

interface DrawerFile {
  version: 2
  cards: { uid: string; kind: BlankKind; chip?: unknown; stripe: Stripe }[]
}

/** All cards were NTAG 424 DNA. */
interface FirstDrawerFile {
  version: 1
  cards: { uid: string; chip: unknown; stripe: Stripe }[]
}

/** What lies in the drawer before anybody takes it out. */
interface Blank {
  readonly kind: BlankKind
  /** The supplier's secret key, 32 hex digits; the maker's own where it is absent. */
  readonly transportKey?: string | undefined
}

/** The cards of a simulated station. They outlive it in a file, as plastic would in a drawer. */
export interface Drawer {
  find(uid: string): DrawerCard | undefined
  list(): { uid: string; tracks: Tracks }[]
  /** A new card as it is delivered. Throws 'unknown-card' for a kind that no supplier puts a key of its own in. */
  takeBlank(blank: Blank): DrawerCard
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
    takeBlank(blank) {
      const card = freshCard(blank)
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

function freshCard({ kind, transportKey }: Blank): DrawerCard {
  if (kind === 'stripe-only') return { uid: plainUid(), kind, chip: undefined, stripe: blankStripe() }
  const chip = transportKey === undefined ? blankChip(kind) : suppliedChip(kind, transportKey)
  return { uid: chip.uid, kind, chip, stripe: blankStripe() }
}

/** ISO/IEC 7816-6 has no manufacturer 00. */
const plainUid = (): string => `00${randomBytes(6).toString('hex').toUpperCase()}`

async function readCards(file: string): Promise<DrawerCard[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return upToDate(JSON.parse(text) as DrawerFile | FirstDrawerFile).cards.map(
    ({ uid, kind, chip, stripe }) => ({
      uid,
      kind,
      chip: kind === 'stripe-only' ? undefined : restoreChip(kind, uid, chip),
      stripe,
    }),
  )
}

const upToDate = (file: DrawerFile | FirstDrawerFile): DrawerFile =>
  file.version === 2
    ? file
    : { version: 2, cards: file.cards.map((card) => ({ ...card, kind: 'ntag424-dna' })) }

async function writeCards(file: string, cards: readonly DrawerCard[]): Promise<void> {
  const contents: DrawerFile = {
    version: 2,
    cards: cards.map(({ uid, kind, chip, stripe }) => ({
      uid,
      kind,
      ...(chip && { chip: chip.toJSON() }),
      stripe,
    })),
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
