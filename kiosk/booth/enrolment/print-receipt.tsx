import { call } from '../../api/call.ts'
import { printReceipt } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'

/** Prints the receipt on the printer of the booth's own station. */
export function PrintReceipt({ enrolmentId }: { enrolmentId: string }) {
  const text = useText()
  const language = useLanguage()
  const command = useChange((_: void, commandId) =>
    call(printReceipt, { params: { enrolmentId }, body: { language }, commandId }),
  )
  return (
    <>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      {command.isSuccess ? <Notice tone="good" title={text('done.printed')} /> : null}
      <p>
        <Button kind="plain" icon="download" onPress={() => command.mutate()} isPending={command.isPending}>
          {text('done.print')}
        </Button>
      </p>
    </>
  )
}
