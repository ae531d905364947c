import { useBench } from './bench.ts'
import { useElementName } from './panels/element-name.ts'
import { useText } from './texts.ts'

const mm = (um: number): string => (um / 1_000).toFixed(2)

/** Says what happened, for whoever does not see it; the same line is in sight under the card. */
export function Announcer() {
  const text = useText()
  const nameOf = useElementName()
  const { said } = useBench().editor
  if (!said) return <output className="said" />
  const { deed, count, box, element } = said
  const what = element ? nameOf(element) : text('said.many', { count })
  const where =
    box && count > 0
      ? text('said.where', {
          x: mm(box.xUm),
          y: mm(box.yUm),
          width: mm(box.widthUm),
          height: mm(box.heightUm),
        })
      : ''
  return (
    <output className="said figures">
      {count > 0 ? text(`deed.${deed}.of`, { what }) : text(`deed.${deed}`)} {where}
    </output>
  )
}
