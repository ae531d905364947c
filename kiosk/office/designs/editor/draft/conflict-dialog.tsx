import { useEffect, useState } from 'react'
import { pictureAddress, type Version } from '../../../../api/designs.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { ProblemNotice } from '../../../../ui/notice.tsx'
import { useLanguage } from '../../../../i18n/language.ts'
import { useBench } from '../bench.ts'
import { CardFace } from '../canvas/card-face.tsx'
import { showSide } from '../model/editor.ts'
import { useElementName } from '../panels/element-name.ts'
import { SideSwitch } from '../side-switch.tsx'
import { useText } from '../texts.ts'
import { CopyMine } from './copy-mine.tsx'
import { differences } from './differences.ts'
import { readNewest } from './read-newest.ts'

interface ConflictDialogProps {
  code: string
  by: string
  at: string
  onKept: (theirs: Version) => void
  onTaken: (theirs: Version) => void
  onCopied: (code: string) => void
}

type Theirs = { kind: 'reading' } | { kind: 'failed'; problem: unknown } | { kind: 'there'; version: Version }

/**
 * Somebody else has saved since: shows both states, and lets one keep mine, take theirs, or have mine as a design of its
 * own. Whatever one chooses, undo brings the other back.
 */
export function ConflictDialog({ by, at, ...choice }: ConflictDialogProps) {
  const text = useText()
  const [round, setRound] = useState(0)
  return (
    <Dialog title={text('conflict.title')} isOpen>
      <Lead by={by} at={at} />
      <Choice key={round} {...choice} onAgain={() => setRound(round + 1)} />
    </Dialog>
  )
}

type ChoiceProps = Omit<ConflictDialogProps, 'by' | 'at'> & { onAgain: () => void }

function Choice({ code, onKept, onTaken, onCopied, onAgain }: ChoiceProps) {
  const text = useText()
  const theirs = useTheirs(code)
  const [isCopying, setCopying] = useState(false)
  const isSubmitted = theirs.kind === 'there' && theirs.version.version.state === 'submitted'
  const number = theirs.kind === 'there' ? theirs.version.version.number : 1
  return (
    <>
      {theirs.kind === 'there' ? <Both code={code} theirs={theirs.version} /> : null}
      {theirs.kind === 'failed' ? (
        <ProblemNotice problem={theirs.problem} saved={text('save.kept')}>
          <p>
            <Button onPress={onAgain}>{text('conflict.again')}</Button>
          </p>
        </ProblemNotice>
      ) : null}
      <p>{text(isSubmitted ? 'conflict.submitted' : 'conflict.safe')}</p>
      {isCopying ? (
        <CopyMine code={code} number={number} onCopied={onCopied} onBack={() => setCopying(false)} />
      ) : (
        <DialogActions>
          {theirs.kind === 'there' && !isSubmitted ? (
            <>
              <Button kind="primary" onPress={() => onKept(theirs.version)}>
                {text('conflict.keep')}
              </Button>
              <Button onPress={() => onTaken(theirs.version)}>{text('conflict.take')}</Button>
            </>
          ) : null}
          <Button onPress={() => setCopying(true)}>{text('conflict.copy')}</Button>
        </DialogActions>
      )}
    </>
  )
}

function useTheirs(code: string): Theirs {
  const [theirs, setTheirs] = useState<Theirs>({ kind: 'reading' })
  useEffect(() => {
    const aborting = new AbortController()
    const { signal } = aborting
    readNewest(code, signal).then(
      ({ version }) => (signal.aborted ? undefined : setTheirs({ kind: 'there', version })),
      (problem: unknown) => (signal.aborted ? undefined : setTheirs({ kind: 'failed', problem })),
    )
    return () => aborting.abort()
  }, [code])
  return theirs
}

function Lead({ by, at }: { by: string; at: string }) {
  const text = useText()
  const language = useLanguage()
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <p>
      {at === ''
        ? text('conflict.lead.unknown')
        : text('conflict.lead', { by, at: when.format(new Date(at)) })}
    </p>
  )
}

const MOST_NAMES = 5

function Both({ code, theirs }: { code: string; theirs: Version }) {
  const text = useText()
  const { scene, act } = useBench()
  const nameOf = useElementName()
  const { side } = scene
  const { number, revision } = theirs.version
  const found = differences(scene.design, theirs.document)
  const names = found
    .slice(0, MOST_NAMES)
    .map((one) => `${text(`side.${one.side}`)} · ${nameOf(one.element)}`)
  return (
    <>
      <SideSwitch side={side} onChange={(next) => act((now) => showSide(now, next))} />
      <div className="both">
        <figure>
          <CardFace label={text('conflict.mine')} />
          <figcaption>{text('conflict.mine')}</figcaption>
        </figure>
        <figure>
          <img
            className="card-face"
            src={pictureAddress({ code, number, revision, side })}
            alt={text('conflict.theirs')}
          />
          <figcaption>{text('conflict.theirs')}</figcaption>
        </figure>
      </div>
      <p>
        {found.length === 0
          ? text('conflict.same')
          : text('conflict.differ', { count: found.length, names: names.join('; ') })}
      </p>
    </>
  )
}
