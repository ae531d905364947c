import { newId } from '../../server/platform/ids.ts'
import type { Counter, Programme, Rules } from '../../server/programmes/schema.ts'
import type { CardState } from '../../server/cards/schema.ts'
import type { NewPurchase, Purchase, ReceiptLine } from '../../server/purchases/schema.ts'
import { people, type People } from '../support/people.ts'
import {
  startTestServer,
  type Answer,
  type Client,
  type TestServer,
  type TestServerOptions,
} from '../support/server.ts'

export interface Mall extends AsyncDisposable {
  server: TestServer
  people: People
  programme: Programme
  till: Client
  /** no promotion of its own, gives the card's discount */
  plain: Counter
  /** 80 % on everything */
  promoting: Counter
  /** gives no card discount */
  outside: Counter
  /** a new member with a card of this level */
  card(level?: CardLevel, state?: CardState): Promise<{ cardNumber: string; memberId: string }>
  /** records a receipt of one special-price line that costs what is paid */
  buy(cardNumber: string, paidFen: number, more?: Partial<NewPurchase>): Promise<Answer<Purchase>>
}

/** A shop with a preset, `mall-two-level` by default, three counters and a till. */
export async function openMall({
  preset = 'mall-two-level',
  ...options
}: TestServerOptions & { preset?: Preset } = {}): Promise<Mall> {
  const server = await startTestServer(options)
  const staff = await people(server)
  const { administrator } = staff
  const begun = { number: 7, name: 'VIP Club', preset }
  const programme = (await administrator.post<Programme>('/programmes', begun)).body
  const counter = async (name: string, joins: boolean, ratePerMille: number): Promise<Counter> =>
    (await administrator.post<Counter>('/counters', { name, joins, ratePerMille })).body
  const { key } = (await administrator.post<{ key: string }>('/tills', { name: 'Ground floor 1' })).body
  const till = server.client({ authorization: `Bearer ${key}` })
  const plain = await counter('Shirts', true, 1000)
  const batchId = await addBatches(server, programme.id)
  let sold = 0
  return {
    server,
    people: staff,
    programme,
    till,
    plain,
    promoting: await counter('Shoes', true, 800),
    outside: await counter('Watches', false, 1000),
    card: (level = 'gold', state = 'active') =>
      addCard(server, { batchId: batchId[level], level, state, programme }),
    buy(cardNumber, paidFen, more = {}) {
      sold += 1
      const purchase = {
        cardNumber,
        counterId: plain.id,
        receiptNumber: `R-${sold}`,
        soldAt: server.clock.now().toISOString(),
        paidFen,
        lines: [line(paidFen, { isSpecialPrice: true })],
        ...more,
      }
      return till.post<Purchase>('/purchases', purchase)
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

export const line = (unitPriceFen: number, more: Partial<ReceiptLine> = {}): ReceiptLine => ({
  description: 'Scarf',
  unitPriceFen,
  quantity: 1,
  isSpecialPrice: false,
  ...more,
})

type Preset = Rules['preset']
type CardLevel = 'gold' | 'diamond'

async function addBatches(
  { db, clock }: TestServer,
  programmeId: string,
): Promise<Record<CardLevel, string>> {
  const { id: orderedBy } = await db.selectFrom('staff').select('id').limit(1).executeTakeFirstOrThrow()
  const batch = (code: string, level: CardLevel) => ({
    id: newId(),
    code,
    programme_id: programmeId,
    design: level,
    level,
    quantity: 100,
    state: 'encoding' as const,
    previous_state: 'numbered' as const,
    decided_by: orderedBy,
    decided_at: clock.now(),
    decision_reason: 'a shop of one',
    key_version: 1,
    public_url: 'http://localhost:8080',
    counted_on_hand: null,
    ordered_by: orderedBy,
    ordered_at: clock.now(),
    closed_at: null,
  })
  const [gold, diamond] = [batch('G00001', 'gold'), batch('D00001', 'diamond')]
  await db.insertInto('batches').values([gold, diamond]).execute()
  return { gold: gold.id, diamond: diamond.id }
}

let position = 0

async function addCard(
  { db, clock }: TestServer,
  {
    batchId,
    level,
    state,
    programme,
  }: { batchId: string; level: CardLevel; state: CardState; programme: Programme },
): Promise<{ cardNumber: string; memberId: string }> {
  position += 1
  const cardNumber = `915607${position.toString().padStart(10, '0')}`
  const memberId = newId()
  const member = { id: memberId, programme_id: programme.id, level, joined_at: clock.now() }
  await db.insertInto('members').values(member).execute()
  await db
    .insertInto('cards')
    .values({
      card_number: cardNumber,
      batch_id: batchId,
      position,
      state,
      previous_state: state === 'active' || state === 'encoded' ? BEFORE[state] : 'active',
      state_since: clock.now(),
      suspended_because: state === 'suspended' ? 'asked' : null,
      nfc_uid: position.toString(16).toUpperCase().padStart(14, '0'),
      spoil_reason: null,
      place_id: null,
      member_id: state === 'encoded' ? null : memberId,
    })
    .execute()
  return { cardNumber, memberId }
}

const BEFORE = { active: 'encoded', encoded: 'encoding' } as const
