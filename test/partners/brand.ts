import { actorName, type Actor } from '../../server/platform/actor.ts'
import { runCommand } from '../../server/platform/command.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Result } from '../../server/platform/refusal.ts'
import type { Work } from '../../server/platform/work.ts'
import { burnOf } from '../../server/partners/burning.ts'
import type { Partner, Terms, Written } from '../../server/partners/schema.ts'
import { done } from '../drives/scene.ts'
import type { Client, TestServer } from '../support/server.ts'
import type { People } from '../support/people.ts'

/** What was agreed where a test says nothing else: 1 yuan for 100 points given, 80 fen for 100 burned, 3 days to cancel. */
export const TERMS: Terms = {
  startsAt: null,
  paysFenPerHundred: 100,
  getsFenPerHundred: 80,
  fenPerPoint: 1000,
  earnPerDay: null,
  earnPerMonth: null,
  burnPerDay: null,
  burnPerMonth: null,
  cancelDays: 3,
  lateDays: 60,
  note: '',
}

/** Another brand with an agreement and a key. */
export interface Brand {
  id: string
  keyId: string
  /** its own systems */
  client: Client
  read(): Promise<Partner>
  agree(terms: Partial<Terms>): Promise<number>
  /** spends as whoever has been proven */
  burn(memberId: string, points: number, reference?: string): Promise<Result<Written>>
}

/** What pg says where all connections of a pool are taken for longer than it waits. */
const NO_CONNECTION = 'timeout exceeded when trying to connect'

let brands = 0

export async function openBrand(
  server: TestServer,
  { administrator, 'programme-manager': manager }: Pick<People, 'administrator' | 'programme-manager'>,
  terms: Partial<Terms> = {},
): Promise<Brand> {
  brands += 1
  const facts = { nameZh: `伙伴 ${brands}`, nameEn: `Partner ${brands}`, contact: 'Ms Li, 021-5555' }
  const { id } = done(await manager.post<{ id: string }>('/partners', facts))
  const { id: keyId, key } = done(
    await administrator.post<{ id: string; key: string }>(`/partners/${id}/keys`, { name: 'Tills' }),
  )
  const actor: Actor = { kind: 'partner', partnerId: id, keyId }
  const brand: Brand = {
    id,
    keyId,
    client: server.client({ authorization: `Bearer ${key}` }),
    read: async () => done(await manager.get<Partner>(`/partners/${id}`)),
    async agree(more) {
      const path = `/partners/${id}/agreements`
      const { number } = done(await manager.post<{ number: number }>(path, { ...TERMS, ...more }))
      return done(await administrator.post<{ number: number }>(`${path}/${number}/approve`)).number
    },
    burn: (memberId, points, reference = newId()) =>
      commandOf(server, actor, (work) => burnOf(work, { memberId, points, reference })),
  }
  await brand.agree(terms)
  return brand
}

/** Past the edge that asks callers to come again: who gets no connection in time asks again under the same id. */
async function commandOf<T, Code extends string>(
  { db, clock }: TestServer,
  actor: Actor,
  rule: (work: Work) => Promise<Result<T, Code>>,
): Promise<Result<T>> {
  const command = { id: newId(), now: clock.now(), actor, contentHash: Buffer.from(actorName(actor)) }
  for (;;) {
    try {
      return await runCommand(db, command, rule)
    } catch (error) {
      if (!(error instanceof Error && error.message === NO_CONNECTION)) throw error
    }
  }
}
