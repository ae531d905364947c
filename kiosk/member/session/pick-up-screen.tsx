import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getKioskGifts, getRedemptions, voidRedemption, type Redemption } from '../../api/kiosks.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime, Points } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { useUiText } from '../../ui/texts.ts'
import { useText } from '../texts.ts'
import { Screen } from './screen.tsx'
import { useSessionText } from './texts.ts'
import { useMine, useMyCommand } from './session-queries.tsx'
import './pick-up-screen.css'

interface PickUpScreenProps {
  redemptionId: string
  place: string
  onBack: () => void
  onLeave: () => void
}

/** A gift that is set aside: the code to say at the counter and until when; it follows what staff do. */
export function PickUpScreen({ redemptionId, place, onBack, onLeave }: PickUpScreenProps) {
  const text = useText()
  const uiText = useUiText()
  const { data } = useMine(getRedemptions)
  const redemption = data?.redemptions.find(({ id }) => id === redemptionId)
  if (!redemption)
    return (
      <Screen title={text('pick-up.title')} onBack={onBack}>
        <output>{uiText('loading')}</output>
      </Screen>
    )
  return redemption.state === 'held' ? (
    <Held redemption={redemption} place={place} onBack={onBack} onLeave={onLeave} />
  ) : (
    <Ended redemption={redemption} state={redemption.state} onBack={onBack} onLeave={onLeave} />
  )
}

interface HeldProps extends Omit<PickUpScreenProps, 'redemptionId'> {
  redemption: Redemption
}

/** The picture of what waits here; a redemption names the gift only. */
function PictureOf({ giftId }: { giftId: string }) {
  const { data } = useMine(getKioskGifts)
  const gift = data?.gifts.find((each) => each.giftId === giftId)
  return <div className="pick-up-picture">{data ? <GiftPicture picture={gift?.picture ?? ''} /> : null}</div>
}

function Held({ redemption, place, onBack, onLeave }: HeldProps) {
  const text = useText()
  const sessionText = useSessionText()
  const nameOf = useName()
  const { pickUpCode, expiresAt, points, startsAt } = redemption
  const name = nameOf(redemption)
  const said =
    startsAt === null
      ? {
          title: text('pick-up.title'),
          words: text('pick-up.words', { place, name }),
          until: text('pick-up.until'),
          after: text('pick-up.after'),
        }
      : {
          title: sessionText('appointment.title'),
          words: sessionText('appointment.words', { place, name }),
          until: sessionText('appointment.until'),
          after: sessionText('appointment.after'),
        }
  return (
    <Screen title={said.title} onBack={onBack}>
      <p className="lead">{said.words}</p>
      <PictureOf giftId={redemption.giftId} />
      <section className="pick-up" aria-label={text('pick-up.code')}>
        <p className="soft">{text('pick-up.code')}</p>
        <p className="pick-up-code figures">
          <span>{pickUpCode.slice(0, 3)}</span> <span>{pickUpCode.slice(3)}</span>
        </p>
        <Stats>
          {startsAt === null ? null : (
            <Stat label={sessionText('appointment.at')}>
              <DateTime at={startsAt} />
            </Stat>
          )}
          <Stat label={said.until}>
            <DateTime at={expiresAt} show={startsAt === null ? 'time' : 'date and time'} />
          </Stat>
          <Stat label={text('gift.price')}>
            <Points points={points} />
          </Stat>
        </Stats>
      </section>
      <p className="soft">{said.after}</p>
      <div className="screen-actions">
        <Button kind="primary" icon="check" onPress={onLeave}>
          {text('pick-up.leave')}
        </Button>
        <Button icon="rules" onPress={() => window.print()}>
          {text('pick-up.print')}
        </Button>
        <GiveUp redemption={redemption} />
      </div>
    </Screen>
  )
}

/** Asks before it gives a gift back. */
function GiveUp({ redemption: { id, points } }: { redemption: Redemption }) {
  const text = useText()
  const [isAsking, setAsking] = useState(false)
  const giveUp = useMyCommand((redemptionId: string, sending) =>
    call(voidRedemption, { params: { redemptionId }, ...sending }),
  )
  return (
    <>
      <Button icon="delete" onPress={() => setAsking(true)}>
        {text('give-up')}
      </Button>
      <Dialog isOpen={isAsking} title={text('give-up.title')} onClose={() => setAsking(false)}>
        <p>{text('give-up.words', { count: points })}</p>
        {giveUp.error ? <ProblemNotice problem={giveUp.error} /> : null}
        <DialogActions>
          <Button onPress={() => setAsking(false)}>{text('give-up.keep')}</Button>
          <Button icon="delete" isDisabled={giveUp.isPending} onPress={() => giveUp.mutate(id)}>
            {text('give-up.confirm')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

interface EndedProps {
  redemption: Redemption
  state: Exclude<Redemption['state'], 'held'>
  onBack: () => void
  onLeave: () => void
}

function Ended({ redemption, state, onBack, onLeave }: EndedProps) {
  const text = useText()
  const nameOf = useName()
  const name = nameOf(redemption)
  return (
    <Screen title={text(`ended.${state}`)} onBack={onBack}>
      <div className="pick-up-ended" aria-live="polite">
        <Icon name={state === 'settled' ? 'check' : 'info'} />
        <p className="lead">{text(`ended.${state}.words`, { name, count: redemption.points })}</p>
      </div>
      <div className="screen-actions">
        <Button kind="primary" icon="check" onPress={onLeave}>
          {text('leave')}
        </Button>
      </div>
    </Screen>
  )
}
