import { useState } from 'react'
import { call } from '../api/call.ts'
import { confirmDelivery, getDeliveries, type Delivery } from '../api/drives.ts'
import { useChange, useRead } from '../api/reading.ts'
import { Button } from '../ui/button.tsx'
import { Notice, ProblemNotice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useText } from './texts.ts'

/** Cards under way to or from the booth: whoever stands here counts them and signs. */
export function Deliveries({ boothId, staffId }: { boothId: string; staffId: string }) {
  const deliveries = useRead(getDeliveries, { params: { boothId } })
  return deliveries.data?.deliveries.map((delivery) => (
    <Waiting key={delivery.transferId} boothId={boothId} staffId={staffId} delivery={delivery} />
  ))
}

function Waiting({ boothId, staffId, delivery }: { boothId: string; staffId: string; delivery: Delivery }) {
  const text = useText()
  const { transferId, direction, batchCode, boxCode, givenBy, givenById } = delivery
  const [counted, setCounted] = useState('')
  const command = useChange((body: { counted: number }, commandId) =>
    call(confirmDelivery, { params: { boothId, transferId }, body, commandId }),
  )
  const code = boxCode ?? batchCode
  const isOwn = givenById === staffId
  return (
    <Notice
      tone="caution"
      title={text(`delivery.${direction}`, { name: givenBy, code })}
      todo={text(isOwn ? 'delivery.own' : 'delivery.todo')}
    >
      {isOwn ? null : (
        <form
          className="delivery"
          onSubmit={(event) => {
            event.preventDefault()
            if (counted !== '') command.mutate({ counted: Number(counted) })
          }}
        >
          <TextField
            label={text('delivery.counted')}
            value={counted}
            onChange={(typed) => setCounted(typed.replaceAll(/\D/g, ''))}
            inputMode="numeric"
            maxLength={5}
          />
          <Button kind="primary" type="submit" isPending={command.isPending}>
            {text('delivery.sign')}
          </Button>
        </form>
      )}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </Notice>
  )
}
