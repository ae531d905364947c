import type { Static } from 'typebox'
import { expect, test } from 'vitest'
import type { BoothCount, CountSheet } from '../../server/drives/evening-schema.ts'
import { DAY, done, newPhone, setScene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { lateForm, pairTablet, send, write } from './tablet.ts'

const lying = (item: string) => (item === 'cards' ? 3 : 2)

test('what left before the evening’s count and came in after it is not missed a second time', async () => {
  await using scene = await setScene({ cards: 5, umbrellas: 3, mugs: 3 })
  const { promoter, boothId, umbrella, mug, server } = scene
  const papers = `/drives/${scene.driveId}/paper-forms`
  const { formIds } = done(await promoter.client.post<{ formIds: string[] }>(papers, { copies: 1 }))
  const tablet = await pairTablet(scene)
  const body = lateForm(scene, scene.cards[0]?.cardNumber)
  write(tablet, { promoterId: promoter.staffId, body })
  server.clock.pass({ minutes: 60 })
  done(await promoter.client.post(`/shifts/${scene.shiftId}/close`))

  const count = async (day: string, counted: (item: string) => number) => {
    const [counter, signer] = [
      await signIn(server, ['programme-manager']),
      await signIn(server, ['programme-manager']),
    ]
    const sheet = done(
      await counter.client.get<Static<typeof CountSheet>>(`/booths/${boothId}/count-sheet?day=${day}`),
    )
    const lines = sheet.items.map(({ item }) => ({
      item,
      counted: counted(item),
      reason: 'a tablet has not sent yet',
      why: 'other',
    }))
    const posted = await counter.client.post<{ countId: string }>(`/booths/${boothId}/counts`, {
      day,
      lines,
    })
    const { countId } = done(posted)
    done(await signer.client.post(`/booth-counts/${countId}/sign`))
    return done(await signer.client.get<BoothCount>(`/booth-counts/${countId}`)).lines
  }
  const first = await count(DAY, lying)
  expect(first.filter(({ variance }) => variance !== 0).map(({ variance }) => variance)).toEqual([-2, -1, -1])

  server.clock.pass({ minutes: 60 })
  const { verdicts } = done(await send(tablet))
  expect(verdicts).toMatchObject([{ verdict: 'accepted', reason: 'day-counted' }])
  const paper = {
    boothId,
    promoterId: promoter.staffId,
    signedOn: DAY,
    name: '王小明',
    phone: newPhone(),
    sourceCode: 'radio',
    giftId: mug.id,
    cardNumber: scene.cards[1]?.cardNumber,
  }
  done(await promoter.client.post(`/paper-forms/${formIds[0] ?? ''}/enrolment`, paper))
  server.clock.set(new Date('2026-11-21T20:00:00+08:00'))
  const second = await count('2026-11-21', lying)
  expect(second.map(({ variance }) => variance)).toEqual([0, 0, 0])
  expect(second.find(({ item }) => item === umbrella.id)).toMatchObject({ expected: 2, counted: 2 })
})
