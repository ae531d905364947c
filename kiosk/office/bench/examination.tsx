import type { Examination } from '../../api/bench.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { Fact, Facts } from './facts.tsx'
import { MayDoList } from './may-do-list.tsx'
import { OurCard } from './our-card.tsx'
import { useText } from './texts.ts'
import './bench.css'

interface Mark {
  tone: Tone
  icon: IconName
}
const good: Mark = { tone: 'good', icon: 'check' }
const plain: Mark = { tone: 'plain', icon: 'info' }
const caution: Mark = { tone: 'caution', icon: 'alert' }
const bad: Mark = { tone: 'bad', icon: 'alert' }

const originalities: Record<Examination['originality'], Mark> = {
  genuine: good,
  simulated: { tone: 'caution', icon: 'station' },
  foreign: bad,
  none: plain,
  unreadable: caution,
}
const messages: Record<Examination['message']['is'], Mark> = {
  none: plain,
  ours: good,
  copied: bad,
  'not-proven': caution,
  foreign: caution,
}

/** What a card on a reader is, in plain words, and what may be done with it. */
export function ExaminedCard({ of }: { of: Examination }) {
  const text = useText()
  const { chip, uid, isUidHidden, originality } = of
  return (
    <div className="bench-result">
      <OurCard card={of.card} />
      <MayDoList list={of.mayDo} />
      <Facts>
        <Fact label={text('chip.title')}>
          <strong translate="no">{chip?.name ?? text('chip.unknown')}</strong>
          {chip ? (
            <Badge {...(chip.isCopyable ? caution : good)}>
              {text(chip.isCopyable ? 'chip.copyable' : 'chip.not-copyable')}
            </Badge>
          ) : null}
          {chip?.secretsPassInClear ? <Badge {...plain}>{text('chip.in-clear')}</Badge> : null}
        </Fact>
        <Fact label={text('uid.title')}>
          {isUidHidden ? text('uid.hidden') : <code translate="no">{uid}</code>}
        </Fact>
        <Fact label={text('originality.title')}>
          <Badge {...originalities[originality]}>{text(`originality.${originality}`)}</Badge>
        </Fact>
        <Fact label={text('message.title')}>
          <Badge {...messages[of.message.is]}>{useMessageWords(of.message)}</Badge>
        </Fact>
        <Fact label={text('keys.title')}>
          {of.keyVersions.length === 0 ? text('keys.none') : null}
          {of.keyVersions.map((key) => (
            <span key={`${key.of} ${key.key}`}>{text(`keys.${key.of}`, key)}</span>
          ))}
        </Fact>
      </Facts>
    </div>
  )
}

function useMessageWords(message: Examination['message']): string {
  const text = useText()
  if (message.is === 'foreign') return text('message.foreign', { host: message.host })
  if (message.is === 'ours' && message.counter !== null)
    return text('message.counted', { counter: message.counter })
  return text(`message.${message.is}`)
}
