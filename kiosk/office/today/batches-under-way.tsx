import { Link } from '@tanstack/react-router'
import type { Batch } from '../../api/cards.ts'
import { Progress } from '../../ui/progress.tsx'
import { useDesignName } from '../batches/design-name.ts'
import { encodedOf } from '../batches/encoded.ts'
import { Section } from '../section.tsx'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** That there is none is said once it is known. */
export function BatchesUnderWay({ batches }: { batches: readonly Batch[] | undefined }) {
  const text = useText()
  const designName = useDesignName()
  const mayEncode = useMay(desk)
  return (
    <Section title={text('batches.title')}>
      {batches?.length === 0 ? <p className="soft">{text('batches.none')}</p> : null}
      <ul className="under-way">
        {batches?.map(({ id, code, design, quantity, cards }) => (
          <li key={id}>
            <div className="under-way-head">
              <Link to="/batches/$batchId" params={{ batchId: id }} className="row-link">
                <code>{code}</code>
              </Link>
              {mayEncode && encodedOf(cards) < quantity ? (
                <Link to="/batches/$batchId/encode" params={{ batchId: id }} className="button quiet">
                  {text('batches.encode')}
                </Link>
              ) : null}
            </div>
            <Progress label={designName(design)} done={encodedOf(cards)} total={quantity} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
