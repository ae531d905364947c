import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/queries.tsx'
import { useChange } from '../../api/reading.ts'
import { setWatch, tryWatch, type SetWatch, type Watch, type WatchSetting } from '../../api/watch.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { TrialSaid } from './trial-said.tsx'
import { useText } from './texts.ts'

type Draft = { [Key in keyof WatchSetting]: WatchSetting[Key] | undefined }

const isWhole = (draft: Draft): draft is WatchSetting =>
  Object.values(draft).every((value) => value !== undefined)

/** A watch's setting, tried on the past weeks before it is sent. */
export function WatchForm({ watch, onDone }: { watch: Watch; onDone: () => void }) {
  const text = useText()
  const { code, version } = watch
  const [draft, setDraft] = useState<Draft>(watch.setting)
  const [reason, setReason] = useState('')
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const command = useChange((body: SetWatch, commandId) =>
    call(setWatch, { params: { code }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('form.submit')}
      command={command}
      isComplete={isWhole(draft) && isWritten(reason)}
      onCancel={onDone}
      onSubmit={() =>
        isWhole(draft) &&
        command.mutate({ version, setting: draft, reason: reason.trim() }, { onSuccess: onDone })
      }
    >
      <p className="soft">{text('form.note')}</p>
      <Fields watch={watch} draft={draft} set={set} />
      <Trial code={code} draft={draft} />
      <RequiredText label={text('form.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

interface FieldsProps {
  watch: Watch
  draft: Draft
  set: (part: Partial<Draft>) => void
}

function Fields({ watch: { code, unit, uses }, draft, set }: FieldsProps) {
  const text = useText()
  const group = code.startsWith('member') ? 'member' : code.startsWith('till') ? 'till' : 'gift'
  return (
    <>
      <Checkbox isSelected={draft.isOn ?? false} onChange={(isOn) => set({ isOn })}>
        {text('form.on')}
      </Checkbox>
      {uses.freezing ? (
        <Checkbox isSelected={draft.freezes ?? false} onChange={(freezes) => set({ freezes })}>
          {text(`form.freezes.${group}`)}
        </Checkbox>
      ) : null}
      <NumberField
        label={text(code === 'member-counters' ? 'form.limit.counters' : `form.limit.${unit}`)}
        value={draft.limit}
        min={1}
        max={999_999_999}
        onChange={(limit) => set({ limit })}
      />
      {uses.window ? (
        <NumberField
          label={text('form.window')}
          value={draft.windowMinutes}
          min={1}
          max={code.startsWith('member') ? 86_400 : 10_080}
          onChange={(windowMinutes) => set({ windowMinutes })}
        />
      ) : null}
      {uses.least ? (
        <NumberField
          label={text('form.least')}
          value={draft.least}
          min={0}
          max={100_000}
          onChange={(least) => set({ least })}
        />
      ) : null}
      {uses.under ? (
        <>
          <NumberField
            label={text('form.under')}
            value={draft.underFen === undefined ? undefined : Math.floor(draft.underFen / 100)}
            min={1}
            max={999_999_999}
            onChange={(yuan) => set({ underFen: yuan === undefined ? undefined : yuan * 100 })}
          />
          <NumberField
            label={text('form.under-percent')}
            value={draft.underPercent}
            min={1}
            max={50}
            onChange={(underPercent) => set({ underPercent })}
          />
        </>
      ) : null}
    </>
  )
}

const WEEKS = 4

function Trial({ code, draft }: { code: Watch['code']; draft: Draft }) {
  const text = useText()
  const trial = useCommand((setting: WatchSetting, commandId) =>
    call(tryWatch, { params: { code }, body: { weeks: WEEKS, setting }, commandId }),
  )
  return (
    <>
      <p>
        <Button
          isDisabled={!isWhole(draft)}
          isPending={trial.isPending}
          onPress={() => isWhole(draft) && trial.mutate(draft)}
        >
          {text('try.submit')}
        </Button>
      </p>
      {trial.isError ? <ProblemNotice problem={trial.error} /> : null}
      {trial.data ? <TrialSaid trial={trial.data} weeks={WEEKS} /> : null}
    </>
  )
}
