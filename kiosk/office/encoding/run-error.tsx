import { Notice } from '../../ui/notice.tsx'
import { useErrorWords } from './error-words.ts'
import { useText } from './texts.ts'

/** Why the card on the reader is not finished, and what to do. */
export function RunError({ code }: { code: string }) {
  const text = useText()
  const words = useErrorWords()
  return <Notice tone="bad" title={text('error.title')} saved={text('error.saved')} todo={words(code)} />
}
