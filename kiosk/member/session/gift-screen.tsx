import { getKioskGifts, type KioskGift, type Me } from '../../api/kiosks.ts'
import { useName } from '../../i18n/names.ts'
import { Points } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { useText } from '../texts.ts'
import { GiftState } from './gift-state.tsx'
import { LookOnly } from './look-only.tsx'
import { Screen } from './screen.tsx'
import { useMine } from './session-queries.tsx'
import { SlotChoice } from './slot-choice.tsx'
import { useSessionText } from './texts.ts'
import { useVoucherWords } from './voucher-words.ts'
import './gift-screen.css'

interface GiftScreenProps {
  me: Me
  gift: KioskGift
  /** of the last attempt to take it */
  problem: unknown
  isPending: boolean
  onBack: () => void
  /** of a service: which appointment */
  onTake: (slotId?: string) => void
  onCode: () => void
  onJoin: () => void
}

/** One gift, what it costs and what is left then; the one button takes it, or says why it cannot. */
export function GiftScreen({
  me,
  gift: chosen,
  problem,
  isPending,
  onBack,
  onTake,
  onCode,
  onJoin,
}: GiftScreenProps) {
  const text = useText()
  const sessionText = useSessionText()
  const words = useVoucherWords()
  const nameOf = useName()
  const { data } = useMine(getKioskGifts)
  const gift = data?.gifts.find(({ giftId }) => giftId === chosen.giftId) ?? chosen
  const isWithin = gift.inStock !== 0 && gift.missingPoints === 0
  return (
    <Screen title={nameOf(gift)} back={text('gifts')} onBack={onBack}>
      <div className="gift-large">
        <GiftPicture picture={gift.picture} />
      </div>
      <GiftState gift={gift} />
      <Stats>
        <Stat label={text('gift.price')}>
          <Points points={gift.pricePoints} />
        </Stat>
        {me.balance.masked || !isWithin ? null : (
          <Stat label={text('gift.left')}>
            <Points points={me.balance.spendable - gift.pricePoints} />
          </Stat>
        )}
      </Stats>
      {problem ? <ProblemNotice problem={problem} undone={text('gift.saved')} /> : null}
      <LookOnly me={me} onCode={onCode} />
      {me.needsJoining ? (
        <Notice tone="caution" title={text('join.lead')} todo={text('join.todo')}>
          <Button icon="phone" onPress={onJoin}>
            {text('join.begin')}
          </Button>
        </Notice>
      ) : null}
      {gift.inStock === 0 ? (
        <Notice
          tone="plain"
          title={gift.kind === 'service' ? sessionText('slots.full') : text('gift.gone')}
          todo={gift.kind === 'service' ? sessionText('slots.full.todo') : text('gift.gone.todo')}
        />
      ) : null}
      {gift.inStock !== 0 && gift.missingPoints !== null && gift.missingPoints > 0 ? (
        <Notice
          tone="plain"
          title={text('gift.missing', { count: gift.missingPoints })}
          todo={text('gift.missing.todo')}
        />
      ) : null}
      {gift.voucher ? (
        <p className="lead">
          {words.ofTerms(gift.voucher)}
          <br />
          {sessionText('coupon.words')}
        </p>
      ) : null}
      {isWithin && gift.kind === 'service' ? (
        <SlotChoice gift={gift} isPending={isPending} onTake={onTake} />
      ) : null}
      {isWithin && gift.kind !== 'service' ? (
        <div className="screen-actions">
          <Button kind="primary" icon="gift" isDisabled={isPending} onPress={() => onTake()}>
            {text('gift.take', { count: gift.pricePoints })}
          </Button>
        </div>
      ) : null}
    </Screen>
  )
}
