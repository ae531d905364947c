import { TextField } from '../../../../ui/text-field.tsx'
import type { Design } from '../../../../../card-designs/engine/design.ts'
import { useBench } from '../bench.ts'
import { perform } from '../model/editor.ts'
import { useText } from '../texts.ts'
import { MmField } from './fields.tsx'
import { GuidesPanel } from './guides-panel.tsx'
import { ZonesPanel } from './zones-panel.tsx'

/** The card itself: its names, its bleed and safe area, and what its side must leave free. */
export function CardPanel() {
  const text = useText()
  const { scene, act } = useBench()
  const { design } = scene
  const set = (part: Partial<Design>) =>
    act((now) =>
      perform(
        now,
        'changed',
        (before) => ({ ...before, design: { ...before.design, ...part } }),
        `card ${Object.keys(part).join()}`,
      ),
    )
  return (
    <>
      <h2>{text('panel.card')}</h2>
      <p className="soft">{text('panel.card.hint')}</p>
      {(['zh-CN', 'en'] as const).map((language) => (
        <TextField
          key={language}
          label={text(`field.name.${language}`)}
          value={design.name[language]}
          maxLength={40}
          error={design.name[language].trim() === '' ? text('field.text-needed') : undefined}
          onChange={(name) => set({ name: { ...design.name, [language]: name } })}
        />
      ))}
      <div className="field-pair">
        <MmField
          label={text('field.bleed')}
          um={design.bleedUm}
          minUm={0}
          maxUm={5_000}
          onChange={(bleedUm) => set({ bleedUm })}
        />
        <MmField
          label={text('field.safe')}
          um={design.safeUm}
          minUm={0}
          maxUm={10_000}
          onChange={(safeUm) => set({ safeUm })}
        />
      </div>
      <ZonesPanel />
      <GuidesPanel />
    </>
  )
}
