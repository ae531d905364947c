import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  addCounter,
  getCounters,
  type Counter,
  type NewCounter,
  type ProgrammeDetail,
} from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { Badge } from '../../ui/badge.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { AgreementDialog } from './agreement-dialog.tsx'
import { AgreementHistory } from './agreement-history.tsx'
import { useText } from './texts.ts'

type Levels = ProgrammeDetail['rules']['levels']

export function Counters({ levels }: { levels: Levels }) {
  const text = useText()
  const counters = useRead(getCounters)
  const mayAdd = useMay(managers)
  return (
    <Section
      title={text('counters.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('counters.add')} title={text('counters.add')} icon="plus">
            {(close) => <CounterForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[counters]} />
      {counters.data?.counters.length === 0 ? <p className="soft">{text('counters.none')}</p> : null}
      {counters.data && counters.data.counters.length > 0 ? (
        <CounterTable counters={counters.data.counters} levels={levels} />
      ) : null}
    </Section>
  )
}

function CounterTable({ counters, levels }: { counters: readonly Counter[]; levels: Levels }) {
  const text = useText()
  const { percent } = useFormats()
  const language = useLanguage()
  const mayAgree = useMay(managers)
  const nameOf = useName()
  const [lowest] = levels
  return (
    <Table
      caption={text('counters.title')}
      rows={counters}
      keyOf={({ id }) => id}
      columns={[
        { title: text('counters.name'), cell: ({ name }) => name },
        {
          title: text('counters.joins'),
          cell: ({ joins }) => (
            <Badge tone={joins ? 'good' : 'plain'} icon={joins ? 'check' : 'close'}>
              {text(joins ? 'counters.joins.yes' : 'counters.joins.no')}
            </Badge>
          ),
        },
        {
          title: text('counters.rate'),
          isNumber: true,
          cell: ({ ratePerMille }) =>
            ratePerMille === 1000 ? text('counters.rate.none') : percent(ratePerMille / 1000),
        },
        {
          title: text('counters.example', { name: lowest ? nameOf(lowest) : '' }),
          isNumber: true,
          cell: ({ joins, ratePerMille }) =>
            percent((ratePerMille * (joins ? (lowest?.ratePerMille ?? 1000) : 1000)) / 1_000_000),
        },
        {
          title: text('counters.promotions'),
          cell: ({ words }) => words.map(({ zh, en }) => (language === 'en' ? en : zh)).join(' '),
        },
        {
          title: text('agreements.column'),
          cell: (counter) => (
            <div className="actions">
              {mayAgree ? <AgreementDialog counter={counter} /> : null}
              <AgreementHistory counter={counter} />
            </div>
          ),
        },
      ]}
    />
  )
}

function CounterForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [name, setName] = useState('')
  const [joins, setJoins] = useState(true)
  const [percent, setPercent] = useState<number | undefined>(100)
  const command = useChange((body: NewCounter, commandId) => call(addCounter, { body, commandId }))
  return (
    <OfficeForm
      submit={text('counter.submit')}
      command={command}
      isComplete={isWritten(name) && percent !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        percent === undefined
          ? undefined
          : command.mutate({ name: name.trim(), joins, ratePerMille: percent * 10 }, { onSuccess: onDone })
      }
    >
      <RequiredText label={text('counter.name')} value={name} onChange={setName} maxLength={60} />
      <Checkbox isSelected={joins} onChange={setJoins}>
        {text('counter.joins')}
      </Checkbox>
      <NumberField
        label={text('counter.rate')}
        help={text('counter.rate.help')}
        value={percent}
        min={1}
        max={100}
        onChange={setPercent}
      />
    </OfficeForm>
  )
}
