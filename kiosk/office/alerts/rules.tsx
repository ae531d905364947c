import { useState } from 'react'
import { getCardRules, setCardRules, type CardRulesInForce } from '../../api/card-life.ts'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

const kinds = [
  'fallen-counter',
  'replayed-message',
  'impossible-travel',
  'wrong-codes',
  'edited-stripe',
] as const

/** The rules in force, in words; an administrator changes them. */
export function Rules() {
  const text = useText()
  const mayChange = useMay(['administrator'])
  const inForce = useRead(getCardRules).data
  if (!inForce) return null
  const { rules, version } = inForce
  const freezing = rules.freezeOn.map((kind) => text(`kind.${kind}`)).join(' · ')
  return (
    <Section
      title={text('rules.title')}
      actions={
        mayChange ? (
          <DialogButton label={text('rules.change')} title={text('rules.change')} icon="pen">
            {(close) => <RulesForm inForce={inForce} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <p>
        {text('rules.freeze')}: {freezing || text('rules.freeze.none')}
      </p>
      <dl className="evidence">
        <div>
          <dt>{text('rules.late')}</dt>
          <dd>{text('rules.late.value', { seconds: rules.lateSeconds })}</dd>
        </div>
        <div>
          <dt>{text('rules.travel')}</dt>
          <dd>{text('rules.travel.value', { kmh: rules.fastestKmh, metres: rules.nearMetres })}</dd>
        </div>
        <div>
          <dt>{text('rules.codes')}</dt>
          <dd>{text('rules.codes.value', { count: rules.wrongCodes, minutes: rules.wrongCodesMinutes })}</dd>
        </div>
        <div>
          <dt>{text('rules.officials')}</dt>
          <dd>{text(rules.giveToPublicOfficials ? 'rules.officials.yes' : 'rules.officials.no')}</dd>
        </div>
      </dl>
      <p className="soft">{text('rules.version', { version })}</p>
    </Section>
  )
}

type Draft = { [Key in keyof CardRulesInForce['rules']]: CardRulesInForce['rules'][Key] | undefined }

function RulesForm({ inForce, onDone }: { inForce: CardRulesInForce; onDone: () => void }) {
  const text = useText()
  const [draft, setDraft] = useState<Draft>(inForce.rules)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const freezeOn = draft.freezeOn ?? []
  const command = useChange((body: CardRulesInForce, commandId) => call(setCardRules, { body, commandId }))
  const isComplete = Object.values(draft).every((value) => value !== undefined)
  return (
    <OfficeForm
      submit={text('rules.submit')}
      command={command}
      isComplete={isComplete}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate(
          { version: inForce.version, rules: draft as CardRulesInForce['rules'] },
          { onSuccess: onDone },
        )
      }
    >
      <FormPart title={text('rules.freeze')}>
        {kinds.map((kind) => (
          <Checkbox
            key={kind}
            isSelected={freezeOn.includes(kind)}
            onChange={(isIn) =>
              set({ freezeOn: isIn ? [...freezeOn, kind] : freezeOn.filter((other) => other !== kind) })
            }
          >
            {text(`kind.${kind}`)}
          </Checkbox>
        ))}
      </FormPart>
      <NumberField
        label={text('rules.late.label')}
        value={draft.lateSeconds}
        min={0}
        max={600}
        onChange={(lateSeconds) => set({ lateSeconds })}
      />
      <NumberField
        label={text('rules.kmh.label')}
        value={draft.fastestKmh}
        min={1}
        max={100_000}
        onChange={(fastestKmh) => set({ fastestKmh })}
      />
      <NumberField
        label={text('rules.metres.label')}
        value={draft.nearMetres}
        min={0}
        max={1_000_000}
        onChange={(nearMetres) => set({ nearMetres })}
      />
      <NumberField
        label={text('rules.count.label')}
        value={draft.wrongCodes}
        min={1}
        max={1_000}
        onChange={(wrongCodes) => set({ wrongCodes })}
      />
      <NumberField
        label={text('rules.minutes.label')}
        value={draft.wrongCodesMinutes}
        min={1}
        max={525_600}
        onChange={(wrongCodesMinutes) => set({ wrongCodesMinutes })}
      />
      <Checkbox
        isSelected={draft.giveToPublicOfficials ?? false}
        onChange={(giveToPublicOfficials) => set({ giveToPublicOfficials })}
      >
        {text('rules.officials.label')}
      </Checkbox>
    </OfficeForm>
  )
}
