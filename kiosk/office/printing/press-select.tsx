import { getColourProfiles } from '../../api/printing.ts'
import { useRead } from '../../api/reading.ts'
import { Select } from '../../ui/select.tsx'
import { useMay } from '../use-may.ts'
import { AddPress } from './add-press.tsx'
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
  if (profiles.length === 0 && !mayAdd) return null
  return (
    <>
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
        <div className="actions">
          <AddPress onAdded={onChange} />
        </div>
      ) : null}
    </>
  )
}
