import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { decideWatch, type DecideWatch, type Watch } from '../../api/watch.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ApproveForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

type Proposed = NonNullable<Watch['proposed']>

interface ProposalProps {
  watch: Watch
  proposed: Proposed
  /** whether the shop has a single person */
  isAlone: boolean
}

/** Settings that let more pass, until a second person has decided. */
export function Proposals({ watches, isAlone }: { watches: readonly Watch[]; isAlone: boolean }) {
  const text = useText()
  const open = watches.filter(({ proposed }) => proposed !== null)
  if (open.length === 0) return null
  return (
    <Section title={text('proposed.title')}>
      {open.map((watch) =>
        watch.proposed ? (
          <Proposal key={watch.code} watch={watch} proposed={watch.proposed} isAlone={isAlone} />
        ) : null,
      )}
    </Section>
  )
}

function Proposal({ watch, proposed, isAlone }: ProposalProps) {
  const text = useText()
  const mayAct = useMay(managers)
  const said = useSetting()
  return (
    <div className="watch-proposal">
      <h3>{text(`watch.${watch.code}`)}</h3>
      <p>{text('proposed.now', { words: said(watch) })}</p>
      <p>{text('proposed.then', { words: said(proposed) })}</p>
      <p className="soft">{text('proposed.by', { name: proposed.by, reason: proposed.reason })}</p>
      {mayAct ? (
        <div className="actions">
          {proposed.isMine && !isAlone ? null : (
            <DialogButton
              label={text('proposed.approve')}
              title={text('proposed.approve')}
              icon="check"
              kind="primary"
            >
              {(close) => (
                <Approve
                  watch={watch}
                  proposed={proposed}
                  isAlone={isAlone && proposed.isMine}
                  onDone={close}
                />
              )}
            </DialogButton>
          )}
          <DialogButton
            label={text(proposed.isMine ? 'proposed.take-back' : 'proposed.refuse')}
            title={text(proposed.isMine ? 'proposed.take-back' : 'proposed.refuse')}
          >
            {(close) => <Refuse watch={watch} proposed={proposed} onDone={close} />}
          </DialogButton>
        </div>
      ) : null}
    </div>
  )
}

/** When a watch with this setting tells, and whether something waits then. */
function useSetting(): (of: Pick<Watch, 'setting' | 'words'>) => string {
  const text = useText()
  const language = useLanguage()
  return ({ setting, words }) => {
    if (!setting.isOn) return text('proposed.off')
    const said = language === 'en' ? words.en : words.zh
    return text(setting.freezes ? 'proposed.with-freeze' : 'proposed.without-freeze', { words: said })
  }
}

const useDecision = (code: Watch['code']) =>
  useChange((body: DecideWatch, commandId) => call(decideWatch, { params: { code }, body, commandId }))

function Approve({ watch, proposed, isAlone, onDone }: ProposalProps & { onDone: () => void }) {
  const text = useText()
  const command = useDecision(watch.code)
  const { version } = proposed
  return (
    <ApproveForm
      submit={text('proposed.approve')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate({ version, approves: true, ...alone }, { onSuccess: onDone })}
    >
      <p>{text('proposed.approve.words')}</p>
    </ApproveForm>
  )
}

function Refuse({ watch, proposed, onDone }: Omit<ProposalProps, 'isAlone'> & { onDone: () => void }) {
  const text = useText()
  const command = useDecision(watch.code)
  const { version, isMine } = proposed
  return (
    <OfficeForm
      submit={text(isMine ? 'proposed.take-back' : 'proposed.refuse')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate({ version, approves: false }, { onSuccess: onDone })}
    >
      <p>{text('proposed.refuse.words')}</p>
    </OfficeForm>
  )
}
