import { Icon } from '../../ui/icon.tsx'
import { useText } from '../texts.ts'
import type { Lack } from './missing.ts'

/** What is missing, where it is missing, for parts that are no text field. */
export function LackLine({ lacks, of }: { lacks: readonly Lack[]; of: readonly Lack[] }) {
  const text = useText()
  const lack = of.find((one) => lacks.includes(one))
  return lack ? <LackSentence words={text(`lack.${lack}`)} lack={lack} /> : null
}

export const LackSentence = ({ words, lack }: { words: string; lack?: Lack }) => (
  <p className="lack" role="alert" tabIndex={-1} data-lack={lack}>
    <Icon name="alert" /> {words}
  </p>
)
