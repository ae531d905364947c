import { useId, useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { handInQueue, type Queue, type Tablet } from '../../api/tablets.ts'
import { newCommandId } from '../../api/call.ts'
import { OfficeForm, useTried } from '../office-form.tsx'
import { Result } from './result.tsx'
import { useText } from './texts.ts'

/** Entries of one request; with drawn signatures such a part has some 10 MB at most. */
const AT_ONCE = 50

/** Hands in the file that a tablet has saved, in parts. */
export function QueueUpload({ tablet, onDone }: { tablet: Tablet; onDone: () => void }) {
  const text = useText()
  const [queue, setQueue] = useState<Queue>()
  const command = useChange((whole: Queue) => handInParts(tablet.id, whole))
  if (command.data) return <Result words={text('file.result', command.data)} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('file.submit')}
      command={command}
      isComplete={queue !== undefined}
      onCancel={onDone}
      onSubmit={() => queue && command.mutate(queue)}
    >
      <p>{text('file.words')}</p>
      <QueueFile onChange={setQueue} isRead={queue !== undefined} />
    </OfficeForm>
  )
}

function QueueFile({ onChange, isRead }: { onChange: (queue: Queue | undefined) => void; isRead: boolean }) {
  const text = useText()
  const id = useId()
  const tried = useTried()
  const [isWrong, setWrong] = useState(false)
  const take = async (file: File | undefined) => {
    const read = await readQueue(file)
    setWrong(read === undefined)
    onChange(read)
  }
  return (
    <div className="field">
      <label htmlFor={id}>{text('file.label')}</label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        aria-invalid={isWrong || (tried && !isRead)}
        aria-describedby={`${id}-wrong`}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <p className="field-error" id={`${id}-wrong`}>
        {isWrong ? text('file.wrong') : null}
      </p>
    </div>
  )
}

async function readQueue(file: File | undefined): Promise<Queue | undefined> {
  if (!file) return undefined
  try {
    const said: unknown = JSON.parse(await file.text())
    return isQueue(said) ? said : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** As far as it takes to send it in parts; the server looks at the rest. */
const isQueue = (said: unknown): said is Queue =>
  typeof said === 'object' &&
  said !== null &&
  'format' in said &&
  said.format === 'cardwright-tablet-queue-1' &&
  'entries' in said &&
  Array.isArray(said.entries) &&
  said.entries.length > 0

async function handInParts(tabletId: string, queue: Queue) {
  const taken = { held: 0, known: 0, unreadable: 0 }
  for (let from = 0; from < queue.entries.length; from += AT_ONCE) {
    const body = { ...queue, entries: queue.entries.slice(from, from + AT_ONCE) }
    const part = await call(handInQueue, { params: { tabletId }, body, commandId: newCommandId() })
    taken.held += part.held
    taken.known += part.known
    taken.unreadable += part.unreadable
  }
  return taken
}
