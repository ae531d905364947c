import { checkCardCode } from '../../api/card-signature.ts'
import { Notice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import type { CardDoubt, JudgeCard } from '../enrolment/card-step.tsx'
import { FormScreen } from '../enrolment/form-screen.tsx'
import type { CardInHand } from '../enrolment/state.ts'
import type { FormDesk } from '../enrolment/form-desk.ts'
import '../enrolment/enrolling.css'
import { levelAt, placeInList } from '../store/card-list.ts'
import type { Tablet } from '../store/tablet.ts'
import type { BoothLive } from '../use-booth-live.ts'
import { PhoneHint } from './phone-hint.tsx'
import { SavedScreen } from './saved-screen.tsx'
import { useText } from './texts.ts'
import type { TabletWork } from './use-tablet-work.ts'

interface TabletEnrollingProps extends TabletWork {
  tablet: Tablet
  desk: FormDesk
  promoterId: string
}

/** A tablet reads cards by itself: no reader of a station tells it anything. */
const noReadings: BoothLive = { line: 'open', seen: undefined, given: new Set(), forget: () => {} }

/** The same form as with network; what is sent becomes an entry. */
export function TabletEnrolling(props: TabletEnrollingProps) {
  const { tablet, desk, promoterId, work, happened, save, hasFailed } = props
  const text = useText()
  if (work.at === 'saved') return <SavedScreen saved={work} tablet={tablet} desk={desk} happened={happened} />
  return (
    <>
      {hasFailed ? <Notice tone="bad" title={text('saved.failed')} todo={text('saved.failed.todo')} /> : null}
      <FormScreen
        enrolment={work}
        happened={happened}
        send={() => save(promoterId)}
        desk={desk}
        live={noReadings}
        phoneHint={(phone) => <PhoneHint tablet={tablet} phone={phone} />}
        judgeCard={judgeWith(tablet)}
      />
    </>
  )
}

/** The check digit was right already; then the printed signature, this tablet's own doings, and the booth's list. */
const judgeWith =
  (tablet: Tablet): JudgeCard =>
  async (card) => {
    const { shown, cardNumber } = card
    const { book, provision } = tablet.view()
    const word = await wordOn()
    playCue(typeof word === 'string' ? 'not-read' : 'read')
    return word

    async function wordOn(): Promise<CardDoubt | CardInHand> {
      if (shown.kind === 'scan') {
        const code = await checkCardCode(shown.text, { keys: provision.cardSignatureKeys })
        if (code.kind === 'forged') return 'forged'
      }
      if (!cardNumber) return card
      if (book.usedCards.includes(cardNumber)) return 'used'
      const place = await placeInList(provision.cards, cardNumber)
      if (place === undefined) return 'not-here'
      const level = levelAt(provision, place)
      return level === undefined ? card : { ...card, level }
    }
  }
