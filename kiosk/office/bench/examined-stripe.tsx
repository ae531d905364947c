import type { SwipeExamination } from '../../api/bench.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { Fact, Facts } from './facts.tsx'
import { MayDoList } from './may-do-list.tsx'
import { OurCard } from './our-card.tsx'
import { useText } from './texts.ts'
import './bench.css'

const verdicts: Record<SwipeExamination['verdict'], { tone: Tone; icon: IconName }> = {
  ours: { tone: 'good', icon: 'check' },
  edited: { tone: 'bad', icon: 'alert' },
  foreign: { tone: 'caution', icon: 'lock' },
  unread: { tone: 'caution', icon: 'swipe' },
}

/** What a stripe is, and never what it says. */
export function ExaminedStripe({ of }: { of: SwipeExamination }) {
  const text = useText()
  return (
    <div className="bench-result">
      <OurCard card={of.card} />
      <MayDoList list={of.mayDo} />
      <Facts>
        <Fact label={text('verdict.title')}>
          <Badge {...verdicts[of.verdict]}>{text(`verdict.${of.verdict}`)}</Badge>
        </Fact>
        {of.tracks.map(({ track, kind, length }) => (
          <Fact key={track} label={text('track.title', { track })}>
            {text('track.length', { kind: text(`track.${kind}`), length })}
          </Fact>
        ))}
      </Facts>
    </div>
  )
}
