import { Group } from 'react-aria-components/Group'
import type { Condition, DesignElement } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useBench } from '../bench.ts'
import { fieldsFor, isKnown } from '../painting/card-data.ts'
import { useText } from '../texts.ts'

const tests = ['present', 'absent', 'one-of', 'none-of'] as const
const languages = ['each', 'zh-CN', 'en'] as const

interface ConditionPanelProps {
  element: DesignElement
  onChange: (properties: object) => void
}

/** On which cards an element is drawn: by what the card's data say, and by the card's language. */
export function ConditionPanel({ element, onChange }: ConditionPanelProps) {
  const text = useText()
  const conditions = element.when ?? []
  const set = (when: Condition[]) => onChange({ when: when.length === 0 ? undefined : when })
  return (
    <details className="panel-part" open={conditions.length > 0 || element.language !== undefined}>
      <summary>{text('panel.condition')}</summary>
      <Select
        label={text('field.language')}
        value={element.language ?? 'each'}
        options={languages.map((one) => ({ value: one, label: text(`card-language.${one}`) }))}
        onChange={(one) => onChange({ language: one === 'each' ? undefined : one })}
      />
      {conditions.map((condition, i) => (
        <ConditionRow
          key={i}
          condition={condition}
          onChange={(next) => set(conditions.map((old, at) => (at === i ? next : old)))}
          onRemove={() => set(conditions.filter((_, at) => at !== i))}
        />
      ))}
      <Button
        kind="quiet"
        icon="plus"
        isDisabled={conditions.length >= 10}
        onPress={() => set([...conditions, { field: 'memberName', is: 'present' }])}
      >
        {text('condition.add')}
      </Button>
    </details>
  )
}

function ConditionRow({
  condition,
  onChange,
  onRemove,
}: {
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}) {
  const text = useText()
  const { scene } = useBench()
  const { field, is } = condition
  const nameOf = (one: string) => (isKnown(one) ? text(`data.${one}`) : one)
  const begin = (test: (typeof tests)[number]): Condition =>
    test === 'present' || test === 'absent'
      ? { field, is: test }
      : { field, is: test, values: 'values' in condition ? condition.values : ['…'] }
  return (
    <Group className="condition" aria-label={nameOf(field)}>
      <Select
        label={text('condition.field')}
        value={field}
        options={[...new Set([...fieldsFor(scene.design), field])].map((one) => ({
          value: one,
          label: nameOf(one),
        }))}
        onChange={(next) => onChange({ ...condition, field: next })}
      />
      <Select
        label={text('condition.is')}
        value={is}
        options={tests.map((test) => ({ value: test, label: text(`condition.${test}`) }))}
        onChange={(test) => onChange(begin(test))}
      />
      {'values' in condition ? (
        <TextField
          label={text('condition.values')}
          value={condition.values.join(', ')}
          onChange={(typed) => {
            const values = typed.split(/[,，]\s*/).slice(0, 50)
            onChange({ ...condition, values })
          }}
        />
      ) : null}
      <Button kind="quiet" onPress={onRemove}>
        {text('condition.remove')}
      </Button>
    </Group>
  )
}
