type Child = Element | string | undefined

/** Makes an element: this page is drawn by hand, because a framework would be most of its weight. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** A way to do something, in a word. */
export function button(kind: 'primary' | 'quiet', word: string, onPress: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: `button ${kind}` }, word)
  made.addEventListener('click', onPress)
  return made
}

const SVG = 'http://www.w3.org/2000/svg'

/** One of the product's icons, by its path. */
export function icon(path: string): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('class', 'icon')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  drawing.append(line)
  return drawing
}

/** A QR code, black on white in every theme: readers want it so. */
export function qrDrawing({ size, path }: { size: number; path: string }, label: string): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('viewBox', `0 0 ${size} ${size}`)
  drawing.setAttribute('role', 'img')
  drawing.setAttribute('aria-label', label)
  drawing.setAttribute('shape-rendering', 'crispEdges')
  const ground = document.createElementNS(SVG, 'rect')
  ground.setAttribute('width', String(size))
  ground.setAttribute('height', String(size))
  ground.setAttribute('fill', '#fff')
  const modules = document.createElementNS(SVG, 'path')
  modules.setAttribute('d', path)
  modules.setAttribute('fill', '#000')
  drawing.append(ground, modules)
  return drawing
}
