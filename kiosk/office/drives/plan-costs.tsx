import type { DrivePlan } from '../../api/drives.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { NumberField, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'

type Cost = DrivePlan['costs'][number]

const kinds = ['people', 'media', 'gifts', 'cards', 'rent', 'other'] as const
const noSource = ''

/** What the drive costs, in whole yuan; a cost that names a source counts for that source. */
export function CostsPart({ plan: { costs, sources }, change }: PlanPart) {
  const text = useText()
  const nameOf = useName()
  const set = (index: number, part: Partial<Cost>) =>
    change({ costs: costs.map((cost, at) => (at === index ? { ...cost, ...part } : cost)) })
  return (
    <FormPart title={text('results.costs')} help={text('costs.help')}>
      {costs.map((cost, index) => (
        // Costs have no name of their own: their place in the list is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="form-row" key={`${costs.length} ${index}`}>
          <Select
            label={text('results.kind')}
            value={cost.kind}
            onChange={(kind) => set(index, { kind })}
            options={kinds.map((kind) => ({ value: kind, label: text(`results.kind.${kind}`) }))}
          />
          <RequiredText
            label={text('results.what')}
            value={cost.name}
            onChange={(name) => set(index, { name })}
            maxLength={60}
          />
          <NumberField
            label={text('costs.yuan')}
            value={cost.fen / 100}
            min={0}
            max={100_000_000}
            onChange={(yuan) => set(index, { fen: (yuan ?? 0) * 100 })}
          />
          <Select
            label={text('drive.source')}
            value={cost.sourceCode ?? noSource}
            onChange={(code) => set(index, { sourceCode: code === noSource ? null : code })}
            options={[
              { value: noSource, label: text('costs.no-source') },
              ...sources.map((source) => ({ value: source.code, label: nameOf(source) })),
            ]}
          />
          <Button
            kind="quiet"
            icon="close"
            onPress={() => change({ costs: costs.filter((_, at) => at !== index) })}
          >
            {text('costs.remove', { name: cost.name })}
          </Button>
        </div>
      ))}
      <p>
        <Button
          icon="plus"
          onPress={() =>
            change({ costs: [...costs, { kind: 'people', name: '', fen: 0, sourceCode: null }] })
          }
        >
          {text('costs.add')}
        </Button>
      </p>
    </FormPart>
  )
}
