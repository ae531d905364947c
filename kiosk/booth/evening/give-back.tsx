import { useState } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { call } from '../../api/call.ts'
import { getBatchesHere, giveBack, type GiveBack as GivenBack } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useText } from '../texts.ts'

/** Cards that nobody took go back to the office: the booth counts and signs for its side, the office for the other. */
export function GiveBack({ boothId }: { boothId: string }) {
  const text = useText()
  const here = useRead(getBatchesHere, { params: { boothId } })
  const [chosen, setChosen] = useState<string>()
  const [counted, setCounted] = useState('')
  const [isTried, setIsTried] = useState(false)
  const command = useChange(async (body: GivenBack, commandId) => {
    await call(giveBack, { params: { boothId }, body, commandId })
    return body.quantity
  })
  const batches = here.data?.batches ?? []
  const batchId = (batches.find((batch) => batch.batchId === chosen) ?? batches[0])?.batchId
  const quantity = Number(counted)
  if (batchId === undefined && command.data === undefined) return null
  return (
    <section className="give-back">
      <h2>{text('give-back.title')}</h2>
      {command.data === undefined ? null : (
        <Notice
          tone="good"
          title={text('give-back.done', { count: command.data })}
          todo={text('give-back.todo')}
        />
      )}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      {batchId === undefined ? null : (
        <AriaForm
          className="delivery"
          onSubmit={(event) => {
            event.preventDefault()
            setIsTried(true)
            if (quantity < 1) return
            const done = () => {
              setCounted('')
              setIsTried(false)
            }
            command.mutate({ batchId, quantity }, { onSuccess: done })
          }}
        >
          <p className="lead">{text('give-back.words')}</p>
          {batches.length > 1 ? (
            <Choice
              label={text('give-back.batch')}
              value={batchId}
              onChange={setChosen}
              options={batches.map((batch) => ({ value: batch.batchId, label: batch.batchCode }))}
            />
          ) : null}
          <TextField
            label={text('delivery.counted')}
            value={counted}
            onChange={(typed) => setCounted(typed.replaceAll(/\D/g, ''))}
            inputMode="numeric"
            maxLength={5}
            error={isTried && quantity < 1 ? text('give-back.missing') : undefined}
          />
          <Button type="submit" isPending={command.isPending}>
            {text('give-back.sign')}
          </Button>
        </AriaForm>
      )}
    </section>
  )
}
