import { useEffect, useState, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { countOf } from './store/database.ts'
import { useText } from './texts.ts'
import { showView } from './view.ts'

/** Nobody counts while this tablet keeps to itself what the books do not know yet. */
export function EveningGate({ children }: { children: ReactNode }) {
  const text = useText()
  const [waiting, setWaiting] = useState<number>()
  useEffect(() => {
    countOf('queue').then(setWaiting, () => setWaiting(0)) // no storage: nothing can wait there
  }, [])
  if (waiting === undefined) return null
  if (waiting === 0) return children
  return (
    <div className="booth-page">
      <Notice
        tone="caution"
        title={text('evening.waits', { count: waiting })}
        todo={text('evening.waits.todo')}
      >
        <p>
          <Button icon="back" onPress={() => showView('enrolling')}>
            {text('day.back')}
          </Button>
        </p>
      </Notice>
    </div>
  )
}
