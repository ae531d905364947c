import { pairLaptop } from '../../server/edge/index.ts'
import type { LaptopIdentity } from '../../server/config/config.ts'
import type { Synced } from '../../server/tablets/schema.ts'
import { done, type Scene } from '../drives/scene.ts'
import type { Answer, TestServer } from '../support/server.ts'
import { ask, type Tablet } from '../tablets/tablet.ts'

/** A laptop of the scene's drive, paired at the address that it reaches headquarters by. */
export async function newLaptop(scene: Scene, address: string, name = 'Laptop'): Promise<LaptopIdentity> {
  const { code } = done(
    await scene.manager.client.post<{ code: string }>(`/drives/${scene.driveId}/laptop-codes`),
  )
  return pairLaptop({ headquarters: address, code, name })
}

/** The same tablet, asking another server than the one that it was paired with. */
export const through = (tablet: Tablet, server: TestServer): Tablet => Object.assign(tablet, { server })

/** Hands entries to the laptop, as the page does: what the laptop has is not sent again. */
export const hand = (
  tablet: Tablet,
  from = 0,
  first = from + 1,
  to = tablet.chain.length,
): Promise<Answer<Synced>> =>
  ask<Synced>(tablet, {
    method: 'POST',
    path: '/entries',
    body: {
      tabletNow: new Date(tablet.server.clock.now().getTime() + tablet.offsetMs).toISOString(),
      waiting: tablet.chain.length - to,
      first,
      entries: tablet.chain.slice(from, to),
    },
  })
