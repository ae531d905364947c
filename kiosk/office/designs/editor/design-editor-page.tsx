import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { DesignDetails, Version } from '../../../api/designs.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../../ui/notice.tsx'
import { useUiText } from '../../../ui/texts.ts'
import { useTitle } from '../../../ui/use-title.ts'
import { managers } from '../../roles.ts'
import { useMay } from '../../use-may.ts'
import { DesignEditor } from './design-editor.tsx'
import { readKept } from './draft/kept-draft.ts'
import { readNewest } from './draft/read-newest.ts'
import { useText } from './texts.ts'
import './editor.css'

/** The editor of a design: its newest version, as one draws it. */
export function DesignEditorPage() {
  const text = useText()
  const { code = '' } = useParams({ strict: false })
  useTitle(text('title'))
  const [round, setRound] = useState(0)
  return <OpenDesign key={`${code} ${round}`} code={code} onAgain={() => setRound((count) => count + 1)} />
}

type Opening =
  | { kind: 'opening' }
  | { kind: 'failed'; problem: unknown }
  | { kind: 'open'; design: DesignDetails; version: Version }

/** Read once and from the server itself: what one draws upon must be what is there now, and stays under one's hands. */
function OpenDesign({ code, onAgain }: { code: string; onAgain: () => void }) {
  const uiText = useUiText()
  const text = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  useEffect(() => {
    const aborting = new AbortController()
    const { signal } = aborting
    readNewest(code, signal).then(
      (found) => (signal.aborted ? undefined : setOpening({ kind: 'open', ...found })),
      (problem: unknown) => (signal.aborted ? undefined : setOpening({ kind: 'failed', problem })),
    )
    return () => {
      aborting.abort()
      void queries.invalidateQueries()
    }
  }, [code, queries])
  const refusal = useRefusal(opening)

  if (opening.kind === 'open' && refusal === undefined) {
    const { version, document } = opening.version
    const base = { number: version.number, revision: version.revision }
    return (
      <DesignEditor
        code={code}
        begin={{ base, document }}
        kept={readKept(code)}
        onCopied={(copy) => void navigate({ to: '/designs/$code/edit', params: { code: copy } })}
      />
    )
  }
  return (
    <>
      <h1>{text('title')}</h1>
      {opening.kind === 'opening' ? <output className="lead">{uiText('loading')}</output> : null}
      {opening.kind === 'failed' ? (
        <ProblemNotice problem={opening.problem}>
          <p>
            <Button onPress={onAgain}>{uiText('problem.retry')}</Button>
          </p>
        </ProblemNotice>
      ) : null}
      {refusal === undefined ? null : <Notice tone="caution" title={refusal} />}
      <p>
        <Link to="/designs/$code" params={{ code }}>
          {text('page.back')}
        </Link>
      </p>
    </>
  )
}

/** Why what was opened is not edited here. */
function useRefusal(opening: Opening): string | undefined {
  const text = useText()
  const mayEdit = useMay(managers)
  if (opening.kind !== 'open') return undefined
  if (!mayEdit) return text('page.may-not')
  if (opening.design.archived) return text('page.archived')
  return opening.version.version.state === 'submitted' ? text('page.submitted') : undefined
}
