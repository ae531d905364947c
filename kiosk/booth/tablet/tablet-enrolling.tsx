import { checkCardCode } from '../../api/card-signature.ts'
import { Notice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import type { JudgeCard } from '../enrolment/card-step.tsx'
import { FormScreen } from '../enrolment/form-screen.tsx'
import type { FormDesk } from '../enrolment/form-desk.ts'
import '../enrolment/enrolling.css'
import { isInList } from '../store/card-list.ts'
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
  async ({ shown, cardNumber }) => {
    const { book, provision } = tablet.view()
    const doubt = await doubtOf()
    playCue(doubt ? 'not-read' : 'read')
    return doubt

    async function doubtOf() {
      if (shown.kind === 'scan') {
        const code = await checkCardCode(shown.text, { keys: provision.cardSignatureKeys })
        if (code.kind === 'forged') return 'forged'
      }
      if (!cardNumber) return undefined
      if (book.usedCards.includes(cardNumber)) return 'used'
      return (await isInList(provision.cards, cardNumber)) ? undefined : 'not-here'
    }
  }
