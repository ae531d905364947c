import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getMe, redeemGift, type KioskGift } from '../../api/kiosks.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { useUiText } from '../../ui/texts.ts'
import { GiftScreen } from './gift-screen.tsx'
import { GiftsScreen } from './gifts-screen.tsx'
import { HistoryScreen } from './history-screen.tsx'
import { HomeScreen } from './home-screen.tsx'
import { JoinScreen } from './join-screen.tsx'
import { MineScreen } from './mine-screen.tsx'
import { PickUpScreen } from './pick-up-screen.tsx'
import { ProveByCodeScreen } from './prove-by-code-screen.tsx'
import { ProveScreen } from './prove-screen.tsx'
import { SetPinScreen } from './set-pin-screen.tsx'
import { useMine, useMyCommand } from './session-queries.tsx'

/** A gift, and of a service when. */
type Chosen = KioskGift & { slotId?: string }

/** Where the member is. A gift that was chosen goes along until it is proven who they are; without one they look at theirs. */
type Screen =
  | { at: 'home' | 'gifts' | 'history' | 'join' | 'mine' }
  | { at: 'gift'; gift: Chosen }
  | { at: 'prove' | 'set-pin' | 'prove-by-code'; gift?: Chosen }
  | { at: 'pick-up'; redemptionId: string }

interface MemberScreensProps {
  place: string
  onHome: (isHome: boolean) => void
  onLeave: () => void
}

export function MemberScreens({ place, onHome, onLeave }: MemberScreensProps) {
  const uiText = useUiText()
  const me = useMine(getMe)
  const [screen, setScreen] = useState<Screen>({ at: 'home' })
  const [wasHome, setWasHome] = useState(false)
  const redeem = useMyCommand(({ giftId, slotId }: Chosen, sending) =>
    call(redeemGift, { body: { giftId, ...(slotId ? { slotId } : {}) }, ...sending }),
  )

  const show = (next: Screen) => {
    setWasHome(true)
    onHome(next.at === 'home')
    setScreen(next)
  }
  const goHome = () => show({ at: 'home' })

  if (!me.data)
    return (
      <main className="kiosk-middle">
        {me.error ? <ProblemNotice problem={me.error} /> : <output>{uiText('loading')}</output>}
      </main>
    )

  const { isProven, hasPin } = me.data
  const hold = (gift: Chosen) =>
    redeem.mutate(gift, {
      onSuccess: ({ id, kind }) =>
        show(kind === 'coupon' ? { at: 'mine' } : { at: 'pick-up', redemptionId: id }),
      onError: () => show({ at: 'gift', gift }),
    })
  const take = (gift: Chosen) => {
    if (isProven) return hold(gift)
    show({ at: hasPin ? 'prove' : 'set-pin', gift })
  }

  switch (screen.at) {
    case 'home':
      return (
        <HomeScreen
          me={me.data}
          isStill={wasHome}
          onShow={(at) => show({ at })}
          onPickUp={(redemptionId) => show({ at: 'pick-up', redemptionId })}
          onLeave={onLeave}
        />
      )
    case 'gifts':
      return (
        <GiftsScreen
          me={me.data}
          onBack={goHome}
          onMine={() => show({ at: 'mine' })}
          onChoose={(gift) => {
            redeem.reset()
            show({ at: 'gift', gift })
          }}
        />
      )
    case 'gift':
      return (
        <GiftScreen
          me={me.data}
          gift={screen.gift}
          problem={redeem.error}
          isPending={redeem.isPending}
          onBack={() => show({ at: 'gifts' })}
          onTake={(slotId) => take({ ...screen.gift, ...(slotId ? { slotId } : {}) })}
          onCode={() => show({ at: 'prove-by-code', gift: screen.gift })}
          onJoin={() => show({ at: 'join' })}
        />
      )
    case 'history':
      return <HistoryScreen me={me.data} onBack={goHome} />
    case 'join':
      return <JoinScreen me={me.data} onBack={goHome} onDone={goHome} />
    case 'mine':
      return (
        <MineScreen
          me={me.data}
          onBack={() => show({ at: 'gifts' })}
          onProve={() => show({ at: hasPin ? 'prove' : 'set-pin' })}
          onCode={() => show({ at: 'prove-by-code' })}
        />
      )
    case 'prove-by-code': {
      const { gift } = screen
      const goBack = gift ? () => show({ at: 'gift', gift }) : goHome
      return <ProveByCodeScreen me={me.data} onBack={goBack} onDone={goBack} />
    }
    case 'prove':
    case 'set-pin': {
      const { gift } = screen
      const proving = {
        isTaking: redeem.isPending,
        onBack: () => show(gift ? { at: 'gift', gift } : { at: 'mine' }),
        onDone: () => (gift ? hold(gift) : show({ at: 'mine' })),
      }
      if (screen.at === 'set-pin') return <SetPinScreen me={me.data} {...proving} />
      return (
        <ProveScreen {...proving} onForgotten={() => show({ at: 'set-pin', ...(gift ? { gift } : {}) })} />
      )
    }
    case 'pick-up':
      return (
        <PickUpScreen redemptionId={screen.redemptionId} place={place} onBack={goHome} onLeave={onLeave} />
      )
  }
}
