import { useText } from './texts.ts'

/** What the properties of elements are called, by how their paths end or begin. */
const KINDS = [
  ['layer', /^layer$/],
  ['opacity', /opacity$/],
  ['when', /^(when|language)$/],
  ['content', /^(text|content|asset|field|d|clip|symbology)(\.|$)/],
  ['colour', /^(fill|paint|colour|colours|stroke\.paint)(\.|$)/],
  ['type', /^(face|fit|align|writing|kerning|trackingUm)(\.|$)/],
  ['size', /(widthUm|heightUm|sizeUm|scale|cornerUm|radiusUm)$/],
  ['place', /(xUm|yUm|baselineUm|from|to|centre|rotationDeg)$/],
] as const

/** Properties in words, each kind once; one without words is named as the design names it. */
export function usePropertyWords(): (properties: readonly string[]) => string {
  const text = useText()
  return (properties) => {
    const words = properties.map((path) => {
      const kind = KINDS.find(([, pattern]) => pattern.test(path))?.[0]
      return kind ? text(`property.${kind}`) : path
    })
    return [...new Set(words)].join(', ')
  }
}
