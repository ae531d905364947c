import { useState } from 'react'
import { call } from '../../api/call.ts'
import { countChunk, type CountChunk, type PrintJob } from '../../api/printing.ts'
import { useChange } from '../../api/reading.ts'
import { CardNumber } from '../../ui/card-number.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

interface CountProps {
  jobId: string
  part: PrintJob['toCount'][number]
}

/** Which cards came out of a printer that broke off: the count, and the number that proves it. */
export function CountDialog({ jobId, part }: CountProps) {
  const text = useText()
  return (
    <p>
      <DialogButton label={text('count.open')} title={text('count.title')} icon="card" kind="primary">
        {(close) => <CountForm jobId={jobId} part={part} onDone={close} />}
      </DialogButton>
    </p>
  )
}

function CountForm({ jobId, part, onDone }: CountProps & { onDone: () => void }) {
  const text = useText()
  const [cardsOut, setOut] = useState<number>()
  const [isNextSpoiled, setSpoiled] = useState(false)
  const { chunk, cardNumbers, printer, reported } = part
  const command = useChange((body: CountChunk, commandId) =>
    call(countChunk, { params: { jobId, chunk: String(chunk) }, body, commandId }),
  )
  const count = cardNumbers.length
  const isAll = cardsOut === count
  return (
    <OfficeForm
      submit={text('count.submit')}
      command={command}
      isComplete={cardsOut !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        cardsOut === undefined
          ? undefined
          : command.mutate({ cardsOut, isNextSpoiled: isNextSpoiled && !isAll }, { onSuccess: onDone })
      }
    >
      <p>{text('count.words', { printer })}</p>
      <NumberField
        label={text('count.out')}
        help={text('count.out.help', { count, reported })}
        value={cardsOut}
        min={0}
        max={count}
        onChange={setOut}
      />
      <output className="count-last">
        <LastCard cardNumbers={cardNumbers} cardsOut={cardsOut} />
      </output>
      {isAll ? null : (
        <Checkbox isSelected={isNextSpoiled} onChange={setSpoiled}>
          {text('count.spoiled')}
        </Checkbox>
      )}
    </OfficeForm>
  )
}

function LastCard({
  cardNumbers,
  cardsOut,
}: {
  cardNumbers: readonly string[]
  cardsOut: number | undefined
}) {
  const text = useText()
  if (cardsOut === undefined) return null
  const last = cardNumbers[cardsOut - 1]
  if (!last) return text('count.none-out', { cards: cardNumbers.length })
  return (
    <>
      {text('count.last')} <CardNumber number={last} />
      {cardsOut === cardNumbers.length ? <span className="soft"> {text('count.all-out')}</span> : null}
    </>
  )
}
