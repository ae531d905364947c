import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { exportQueue } from '../store/export-file.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import { waitingWords } from './waiting-words.ts'

/** What waits, why it waits, and the way out by a file. */
export function WaitingPart({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { book, line, provision } = useTabletView(tablet)
  const [isBusy, setIsBusy] = useState(false)
  const waiting = book.waiting.length
  const save = async () => {
    setIsBusy(true)
    const file = await exportQueue(tablet.vault, provision.exportKey).finally(() => setIsBusy(false))
    offer(file, `cardwright-${tablet.vault.tabletId}.json`)
  }
  return (
    <section className="more-part" aria-labelledby="more-queue">
      <h2 id="more-queue">{text('more.queue')}</h2>
      {line === 'stuck' ? (
        <Notice tone="bad" title={text('more.stuck')} todo={text('more.stuck.todo')} />
      ) : null}
      <p>{waiting > 0 ? waitingWords(text, book) : text('more.queue.none')}</p>
      <div className="more-actions">
        <Button icon="up" onPress={tablet.sendNow} isDisabled={waiting === 0}>
          {text(line === 'revoked' ? 'more.ask' : 'more.send')}
        </Button>
        <Button icon="download" onPress={() => void save()} isDisabled={waiting === 0} isPending={isBusy}>
          {text('more.export')}
        </Button>
      </div>
      <p className="soft">{text('more.export.help')}</p>
    </section>
  )
}

function offer(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
