import type { Import } from '../../api/imports.ts'
import { useFormats } from '../../i18n/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

/** How far it is, and what came of the rows so far. */
export function Results({ of: one }: { of: Import }) {
  const text = useText()
  const { number } = useFormats()
  const isCheck = one.state === 'checking' || one.state === 'checked'
  return (
    <Section title={text('results')}>
      <HowFar of={one} />
      <Stats>
        <Stat label={text(isCheck ? 'stat.good' : 'stat.taken')}>{number(one.rowsGood)}</Stat>
        <Stat label={text('stat.double')} note={text('stat.double.note')}>
          {number(one.rowsDouble)}
        </Stat>
        <Stat label={text('stat.wrong')}>{number(one.rowsWrong)}</Stat>
        {isCheck ? null : <Stat label={text('stat.members')}>{number(one.membersAdded)}</Stat>}
        {isCheck ? null : <Stat label={text('stat.points')}>{number(one.pointsGiven)}</Stat>}
      </Stats>
    </Section>
  )
}

function HowFar({ of: one }: { of: Import }) {
  const text = useText()
  const { number } = useFormats()
  const { state, rowsDone, rowsTotal, rowsPerSecond: rate, secondsLeft: seconds } = one
  if (state !== 'checking' && state !== 'running' && state !== 'paused') return null
  const rest =
    rate !== null && seconds !== null && state !== 'paused'
      ? { rest: text('progress.rest', { rate: number(rate), seconds: number(seconds) }) }
      : {}
  return (
    <Progress
      label={text(state === 'checking' ? 'progress.checking' : 'progress.running')}
      done={rowsDone}
      total={rowsTotal ?? rowsDone}
      {...rest}
    />
  )
}
