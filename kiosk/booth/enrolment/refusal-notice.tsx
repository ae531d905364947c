import type { Problem } from '../../api/problem.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'

/** Why nobody was enrolled: the server's sentence, what is saved, and for a gift that is gone what is left. */
export function RefusalNotice({ problem }: { problem: Problem }) {
  const text = useText()
  const left = problem.details[useLanguage() === 'en' ? 'en' : 'zh']
  return (
    <ProblemNotice problem={problem} saved={text('refused.saved')}>
      {problem.code === 'gift-out-of-stock' && left ? <p>{text('refused.gifts', { gifts: left })}</p> : null}
    </ProblemNotice>
  )
}
