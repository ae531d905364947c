import { useState } from 'react'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Select } from '../../../../ui/select.tsx'
import { PhotoCapture } from '../../../capture/photo-capture.tsx'
import { SignatureCapture } from '../../../capture/signature-capture.tsx'
import { useBench } from '../bench.ts'
import { examples, pictureFieldsOf, proportionOf, type DataChoice } from '../painting/card-data.ts'
import { useText } from '../texts.ts'
import { RealCard } from './real-card.tsx'

interface DataPanelProps {
  data: DataChoice
  onChange: (data: DataChoice) => void
}

/** Whose data the card is shown with: nobody's, the longest that there may be, or a real card's. */
export function DataPanel({ data, onChange }: DataPanelProps) {
  const text = useText()
  const { scene } = useBench()
  const [asked, setAsked] = useState<string>()
  const fields = pictureFieldsOf(scene.design)
  const take = (field: string, picture: string) => {
    onChange({ ...data, pictures: { ...data.pictures, [field]: picture } })
    setAsked(undefined)
  }
  return (
    <section className="data-panel" aria-label={text('data.title')}>
      <h2>{text('data.title')}</h2>
      <div className="field-pair">
        <Select
          label={text('data.example')}
          value={data.example}
          options={examples.map((one) => ({ value: one, label: text(`example.${one}`) }))}
          onChange={(example) => onChange({ ...data, example, fields: {} })}
        />
        <Select
          label={text('data.language')}
          value={data.language}
          options={(['zh-CN', 'en'] as const).map((one) => ({
            value: one,
            label: text(`data.language.${one}`),
          }))}
          onChange={(language) => onChange({ ...data, language })}
        />
      </div>
      <RealCard data={data} onChange={onChange} />
      {fields.map((field) => (
        <Button
          key={field}
          kind="quiet"
          icon={field === 'signature' ? 'pen' : 'people'}
          onPress={() => setAsked(field)}
        >
          {text(field === 'signature' ? 'data.take-signature' : 'data.take-photo', { field })}
        </Button>
      ))}
      <Dialog
        title={text(asked === 'signature' ? 'data.take-signature' : 'data.take-photo', {
          field: asked ?? '',
        })}
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
      >
        <p className="soft">{text('data.picture-hint')}</p>
        {asked === 'signature' ? (
          <SignatureCapture onTaken={(picture) => take(asked, picture)} />
        ) : asked === undefined ? null : (
          <PhotoCapture
            proportion={proportionOf(scene.design, asked)}
            onTaken={(picture) => take(asked, picture)}
          />
        )}
      </Dialog>
    </section>
  )
}
