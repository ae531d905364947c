import { useState } from 'react'
import { getPresets, type Rules } from '../../../api/programmes.ts'
import { useRead } from '../../../api/reading.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { FormPart } from '../../form-part.tsx'
import { Trouble } from '../../trouble.tsx'
import { useText as useProgrammeText } from '../texts.ts'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

const PRESETS = ['mall-two-level', 'spend-levels', 'merit-levels'] as const

/** Levels as a preset has them, to go on from; what stands below them stays. */
export function PresetPart({ rules, change }: PartProps) {
  const text = useText()
  const programmeText = useProgrammeText()
  const read = useRead(getPresets)
  const [preset, setPreset] = useState<Rules['preset']>(rules.preset)
  const [taken, setTaken] = useState<Rules['preset']>()
  const take = () => {
    const found = read.data?.presets.find((one) => one.preset === preset)
    if (!found) return
    const { levels, review, joinFromFen } = found
    change({ preset, levels, review, joinFromFen })
    setTaken(preset)
  }
  return (
    <FormPart title={text('preset.title')} help={text('preset.help')}>
      <Trouble of={[read]} />
      <Choice
        label={text('preset.title')}
        value={preset}
        options={PRESETS.map((value) => ({ value, label: programmeText(`preset.${value}`) }))}
        onChange={setPreset}
      />
      <p>
        <Button icon="refresh" isDisabled={!read.data} onPress={take}>
          {text('preset.take')}
        </Button>
      </p>
      {taken === preset ? (
        <Notice tone="good" title={text('preset.taken')} todo={text('preset.todo')} />
      ) : null}
    </FormPart>
  )
}
