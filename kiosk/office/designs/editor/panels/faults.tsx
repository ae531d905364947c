import { Icon } from '../../../../ui/icon.tsx'
import { useBench } from '../bench.ts'
import { select, showSide } from '../model/editor.ts'
import { elementsOf, findElement } from '../model/tree.ts'
import { useText } from '../texts.ts'
import { useElementName } from './element-name.ts'
import { useFaultWords } from '../../fault-words.ts'

/** What print would refuse, with the numbers that stand on the picture. */
export function Faults() {
  const text = useText()
  const { painting, scene, act } = useBench()
  const nameOf = useElementName()
  const wordsOf = useFaultWords()
  const { faults } = painting
  return (
    <section className="faults" aria-label={text('faults.title')}>
      <h2>{text('faults.title')}</h2>
      <output>
        {faults === undefined
          ? text('faults.looking')
          : faults.length === 0
            ? text('faults.none')
            : text('faults.some', { count: faults.length })}
      </output>
      <ol>
        {(faults ?? []).map((fault, i) => {
          const { elementId, side } = fault
          const found = findElement(elementsOf({ ...scene, side }), elementId)
          return (
            <li className={fault.severity} key={`${side} ${elementId} ${fault.code} ${i}`}>
              <button type="button" onClick={() => act((now) => select(showSide(now, side), [elementId]))}>
                <span className="fault-number">{i + 1}</span>
                <span>
                  <strong>
                    {text(`side.${side}`)}
                    {found ? ` · ${nameOf(found.element)}` : ''}
                  </strong>
                  <span className="fault-words">{wordsOf(fault)}</span>
                </span>
                <Icon name="arrow" />
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
