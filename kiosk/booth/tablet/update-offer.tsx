import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useText } from './texts.ts'
import type { WorkerUpdate } from './use-worker.ts'

/** Asked, never forced; shown only where no form is in the middle of being filled in. */
export function UpdateOffer({ update }: { update: WorkerUpdate }) {
  const text = useText()
  return (
    <Notice tone="plain" title={text('update.ready')} todo={text('update.todo')}>
      <p>
        <Button icon="refresh" onPress={update.take}>
          {text('update.now')}
        </Button>
      </p>
    </Notice>
  )
}
