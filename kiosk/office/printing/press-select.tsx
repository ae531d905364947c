import { FileTrigger } from 'react-aria-components/FileTrigger'
import { call } from '../../api/call.ts'
import { addColourProfile, getColourProfiles } from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { base64Of } from '../base64.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

const NONE = 'none'

interface PressSelectProps {
  /** undefined: colours as screens show them */
  profileId: string | undefined
  onChange: (profileId: string | undefined) => void
}

/** The press whose colours a PDF is made for; an administrator may add its ICC profile. */
export function PressSelect({ profileId, onChange }: PressSelectProps) {
  const text = useText()
  const mayAdd = useMay(['administrator'])
  const profiles = useRead(getColourProfiles).data?.profiles ?? []
  const adding = useChange(async (file: File, commandId) =>
    call(addColourProfile, { body: { base64: await base64Of(file) }, commandId }),
  )
  if (profiles.length === 0 && !mayAdd) return null
  return (
    <>
      <div className="form-row">
        <Select
          label={text('press.label')}
          help={text('press.help')}
          value={profileId ?? NONE}
          onChange={(chosen) => onChange(chosen === NONE ? undefined : chosen)}
          options={[
            { value: NONE, label: text('press.none') },
            ...profiles.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {mayAdd ? (
          <FileTrigger
            acceptedFileTypes={['.icc', '.icm']}
            onSelect={(files) => {
              if (files?.[0]) adding.mutate(files[0], { onSuccess: ({ id }) => onChange(id) })
            }}
          >
            <Button icon="plus" isPending={adding.isPending}>
              {text('press.add')}
            </Button>
          </FileTrigger>
        ) : null}
      </div>
      {adding.error ? <ProblemNotice problem={adding.error} /> : null}
    </>
  )
}
