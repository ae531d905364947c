import { Link } from '@tanstack/react-router'
import type { Draft } from '../../../api/programmes.ts'
import { useRead } from '../../../api/reading.ts'
import { getReplays } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { useText } from './texts.ts'

/** Says who tried this very revision of the draft on past purchases, and leads to what came out. */
export function TrialLink({
  programmeId,
  draft,
}: {
  programmeId: string
  draft: Pick<Draft, 'number' | 'revision'>
}) {
  const text = useText()
  const { dateTime } = useFormats()
  const found = useRead(getReplays, { params: { id: programmeId } })
  if (!found.data) return null
  const last = found.data.replays.find(
    ({ state, draftNumber, draftRevision }) =>
      state === 'done' && draftNumber === draft.number && draftRevision === draft.revision,
  )
  if (!last)
    return (
      <p>
        {text('link.none')} <Link to="/programme/replays">{text('link.try')}</Link>
      </p>
    )
  return (
    <p>
      {text('link.seen', { name: last.askedBy, at: dateTime(last.askedAt) })}{' '}
      <Link to="/programme/replays/$replayId" params={{ replayId: last.id }}>
        {text('link.result')}
      </Link>
    </p>
  )
}

/** To all trials, also where no draft is open. */
export const TrialsLink = () => (
  <Link className="button quiet" to="/programme/replays">
    {useText()('list.title')}
  </Link>
)
