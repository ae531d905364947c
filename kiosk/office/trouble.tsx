import type { UseQueryResult } from '@tanstack/react-query'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useUiText } from '../ui/texts.ts'

/** Says which of the page's questions was not answered, and asks again on demand. */
export function Trouble({ of: answers }: { of: readonly UseQueryResult[] }) {
  const text = useUiText()
  const failed = answers.filter((answer) => answer.isError)
  const first = failed[0]
  if (!first) return null
  return (
    <ProblemNotice problem={first.error}>
      <p>
        <Button onPress={() => failed.forEach((answer) => void answer.refetch())}>
          {text('problem.retry')}
        </Button>
      </p>
    </ProblemNotice>
  )
}
