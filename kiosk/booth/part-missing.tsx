import { unreachable } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useUiText } from '../ui/texts.ts'

/** What a browser could not fetch once it gives up on; opening the page again asks anew. */
export function PartMissing() {
  const text = useUiText()
  return (
    <div className="booth">
      <main className="booth-page">
        <ProblemNotice problem={unreachable()}>
          <Button icon="refresh" onPress={() => location.reload()}>
            {text('problem.retry')}
          </Button>
        </ProblemNotice>
      </main>
    </div>
  )
}
