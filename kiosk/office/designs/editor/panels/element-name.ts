import type { DesignElement } from '../../../../../card-designs/engine/design.ts'
import { isKnown } from '../painting/card-data.ts'
import { useText } from '../texts.ts'

const LONGEST = 28

/** What an element is called: by its own name, else by its words, else by its kind. */
export function useElementName(): (element: DesignElement) => string {
  const text = useText()
  return (element) => {
    if (element.name) return element.name
    const words = wordsOf(element)?.replaceAll(/\{\{(\w+)(?::\w+)?\}\}/g, (_, field: string) =>
      isKnown(field) ? text(`data.${field}`) : field,
    )
    if (words) return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
    if (element.type === 'photo') return text(element.field === 'signature' ? 'kind.signature' : 'kind.photo')
    return element.type === 'group' && element.elements.length === 1
      ? text('type.turned')
      : text(`type.${element.type}`)
  }
}

function wordsOf(element: DesignElement): string | undefined {
  if (element.type === 'symbol') return undefined
  if (element.type === 'group' && element.elements.length === 1 && element.elements[0])
    return wordsOf(element.elements[0])
  if (element.type !== 'text') return undefined
  return typeof element.text === 'string' ? element.text : element.text['zh-CN']
}
