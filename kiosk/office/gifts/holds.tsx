import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getHolds, handOverGift, type Hold } from '../../api/gifts.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { carriers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { RedeemHere } from './redeem-here.tsx'
import { useText } from './texts.ts'
import type { useStock } from './use-stock.ts'
import { VoidHold } from './void-hold.tsx'

/** Gifts that members have redeemed and not yet taken, at one place; and redeeming there at the desk. */
export function Holds({ stock }: { stock: ReturnType<typeof useStock> }) {
  const text = useText()
  const { places } = stock
  const mayHandOut = useMay([...carriers, 'promoter'])
  const counters = places.filter(({ kind }) => kind !== 'store-room')
  const [chosen, setChosen] = useState<string>()
  const [handed, setHanded] = useState<Hold>()
  const placeId = chosen ?? counters.find(({ kind }) => kind === 'kiosk')?.id ?? counters[0]?.id
  const holds = useRead(getHolds, {
    params: { id: placeId ?? '' },
    isWanted: mayHandOut && placeId !== undefined,
  })
  if (!mayHandOut || placeId === undefined) return null
  return (
    <Section title={text('holds.title')} actions={<RedeemHere placeId={placeId} stock={stock} />}>
      <p>{text('holds.words')}</p>
      <div className="narrow-field">
        <Select
          label={text('holds.place')}
          value={placeId}
          onChange={setChosen}
          options={counters.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      <Trouble of={[holds]} />
      {handed ? <HandedOver hold={handed} /> : null}
      {holds.data?.holds.length === 0 ? <p className="soft">{text('holds.none')}</p> : null}
      {holds.data && holds.data.holds.length > 0 ? (
        <HoldTable holds={holds.data.holds} onHanded={setHanded} />
      ) : null}
    </Section>
  )
}

/** What was just handed over, with the paper that goes along. */
function HandedOver({ hold: { redemptionId, gift } }: { hold: Hold }) {
  const text = useText()
  const language = useLanguage()
  const nameOf = useName()
  return (
    <Notice tone="good" title={text('hand.done', { name: nameOf(gift) })}>
      <div className="actions">
        <ButtonLink
          href={`/api/v1/redemptions/${redemptionId}/receipt.pdf?language=${language}`}
          icon="download"
          opensTab
        >
          {text('hand.receipt')}
        </ButtonLink>
      </div>
    </Notice>
  )
}

interface HoldTableProps {
  holds: readonly Hold[]
  onHanded: (hold: Hold) => void
}

function HoldTable({ holds, onHanded }: HoldTableProps) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  return (
    <Table
      caption={text('holds.title')}
      rows={holds}
      keyOf={({ redemptionId }) => redemptionId}
      columns={[
        { title: text('holds.gift'), cell: ({ gift }) => nameOf(gift) },
        { title: text('holds.points'), isNumber: true, cell: ({ points }) => number(points) },
        {
          title: text('holds.starts'),
          cell: ({ startsAt }) => (startsAt === null ? '—' : <DateTime at={startsAt} />),
        },
        { title: text('holds.until'), cell: ({ expiresAt }) => <DateTime at={expiresAt} /> },
        {
          title: text('holds.do'),
          cell: (hold) => (
            <div className="actions">
              <HandOver hold={hold} onHanded={() => onHanded(hold)} />
              <VoidHold hold={hold} />
            </div>
          ),
        },
      ]}
    />
  )
}

function HandOver({ hold, onHanded }: { hold: Hold; onHanded: () => void }) {
  const text = useText()
  const nameOf = useName()
  return (
    <DialogButton
      label={text('hand.open')}
      title={text('hand.title', { name: nameOf(hold.gift) })}
      icon="gift"
    >
      {(close) => (
        <HandOverForm
          redemptionId={hold.redemptionId}
          onCancel={close}
          onDone={() => {
            close()
            onHanded()
          }}
        />
      )}
    </DialogButton>
  )
}

interface HandOverFormProps {
  redemptionId: string
  onCancel: () => void
  onDone: () => void
}

function HandOverForm({ redemptionId, onCancel, onDone }: HandOverFormProps) {
  const text = useText()
  const [pickUpCode, setCode] = useState('')
  const isCode = /^\d{6}$/.test(pickUpCode.trim())
  const command = useChange(async (body: { pickUpCode: string }, commandId) => {
    const ended = await call(handOverGift, { params: { id: redemptionId }, body, commandId })
    // Said before the page is read again: then the row of this form is gone, and nobody would hear of it.
    onDone()
    return ended
  })
  return (
    <OfficeForm
      submit={text('hand.submit')}
      command={command}
      isComplete={isCode}
      onCancel={onCancel}
      onSubmit={() => command.mutate({ pickUpCode: pickUpCode.trim() })}
    >
      <RequiredText
        label={text('hand.code')}
        help={text('hand.code.help')}
        value={pickUpCode}
        onChange={setCode}
        wrongWhenSent={isCode ? undefined : text('hand.code.help')}
        inputMode="numeric"
        maxLength={6}
      />
    </OfficeForm>
  )
}
