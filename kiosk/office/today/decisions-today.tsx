import { Link } from '@tanstack/react-router'
import { getWaitingLevels } from '../../api/levels.ts'
import { getWaitingCorrections } from '../../api/points.ts'
import { getDraft, getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** What waits for a second manager, each with the way there; nothing where nothing waits. */
export function DecisionsToday() {
  const text = useText()
  const isWanted = useMay(managers)
  const programmes = useRead(getProgrammes, { isWanted })
  const id = programmes.data?.programmes.at(-1)?.id
  const draft = useRead(getDraft, { params: { id: id ?? '' }, isWanted: isWanted && id !== undefined })
  const corrections = useRead(getWaitingCorrections, { isWanted }).data?.corrections.length ?? 0
  const levels = useRead(getWaitingLevels, { isWanted }).data?.gifts.length ?? 0
  const waiting = [
    ...(draft.data?.draft?.state === 'submitted'
      ? [{ to: '/programme', words: text('decisions.rules') } as const]
      : []),
    ...(corrections > 0
      ? [{ to: '/members', words: text('decisions.corrections', { count: corrections }) } as const]
      : []),
    ...(levels > 0 ? [{ to: '/members', words: text('decisions.levels', { count: levels }) } as const] : []),
  ]
  if (waiting.length === 0) return null
  return (
    <Section title={text('decisions.title')}>
      <ul className="plain-list">
        {waiting.map(({ to, words }) => (
          <li key={words}>
            <Link to={to}>{words}</Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
