import { FileTrigger } from 'react-aria-components/FileTrigger'
import { call } from '../../api/call.ts'
import { addColourProfile } from '../../api/printing.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { base64Of } from '../base64.ts'
import { useText } from './texts.ts'

/** Takes the ICC profile of a press from a file. */
export function AddPress({ onAdded }: { onAdded?: (profileId: string) => void }) {
  const text = useText()
  const adding = useChange(async (file: File, commandId) =>
    call(addColourProfile, { body: { base64: await base64Of(file) }, commandId }),
  )
  return (
    <>
      <FileTrigger
        acceptedFileTypes={['.icc', '.icm']}
        onSelect={(files) => {
          if (files?.[0]) adding.mutate(files[0], { onSuccess: ({ id }) => onAdded?.(id) })
        }}
      >
        <Button icon="plus" isPending={adding.isPending}>
          {text('press.add')}
        </Button>
      </FileTrigger>
      {adding.error ? <ProblemNotice problem={adding.error} /> : null}
    </>
  )
}
