import { SaxesParser } from 'saxes'

export interface SvgNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: SvgNode[]
  text: string
}

/** What is wrong with an SVG: no SVG at all, something that runs, something from elsewhere, or more than can be drawn. */
type SvgFault = 'damaged' | 'active' | 'outside' | 'too-heavy'

/** Why an SVG is not taken. */
export class SvgError extends Error {
  readonly reason: SvgFault

  constructor(reason: SvgFault, message: string) {
    super(message)
    this.name = 'SvgError'
    this.reason = reason
  }
}

/** What Adobe's programs put around their metadata; every other instruction asks for a style sheet or a program. */
const HARMLESS_INSTRUCTION = 'xpacket'

const DEEPEST = 64
const MOST_NODES = 50_000

/** What runs, fetches or holds another language: its like has no place in artwork. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'script',
  'foreignobject',
  'iframe',
  'embed',
  'object',
  'audio',
  'video',
  'handler',
  'listener',
])

/**
 * Reads an SVG as a tree. Throws `SvgError` for what is no XML, for entities of its own, scripts, event handlers and
 * everything that points outside the file. Nothing is fetched, no entity is expanded.
 */
export function readSvgTree(text: string): SvgNode {
  const parser = new SaxesParser({ xmlns: false })
  const top: SvgNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let nodes = 0

  parser.on('error', (error) => refuseSvg(isEntity(error) ? 'outside' : 'damaged', error.message))
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) refuseSvg('outside', 'entities of its own')
  })
  parser.on('processinginstruction', ({ target }) => {
    if (target !== HARMLESS_INSTRUCTION) refuseSvg('active', `an instruction for ${target}`)
  })
  parser.on('opentag', ({ name: full, attributes }) => {
    const name = localName(full)
    nodes += 1
    if (nodes > MOST_NODES || open.length > DEEPEST) throw new SvgError('too-heavy', 'too many elements')
    if (FORBIDDEN.has(name.toLowerCase())) refuseSvg('active', `the element ${name}`)
    for (const [attribute, value] of Object.entries(attributes)) refuseOutside(attribute, value)
    const node: SvgNode = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => void open.pop())
  const hear = (content: string): void => {
    const node = open.at(-1)
    if (node?.name !== 'style') return
    refuseOutside('style', content)
    node.text += content
  }
  parser.on('text', hear)
  parser.on('cdata', hear)
  parser.write(text).close()

  const [svg] = top.children
  if (svg?.name !== 'svg') refuseSvg('damaged', 'no svg element')
  return svg ?? top
}

function refuseSvg(why: SvgFault, what: string): never {
  throw new SvgError(why, what)
}

/** saxes knows the five entities of XML and fails at every other. */
const isEntity = ({ message }: Error): boolean => /entity/i.test(message)

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Handlers, and references to anything but a part of this file; `data:` pictures are passed over later, not fetched. */
function refuseOutside(attribute: string, value: string): void {
  const name = localName(attribute).toLowerCase()
  if (name.startsWith('on')) refuseSvg('active', 'an event handler')
  const isReference = name === 'href' || name === 'src'
  if (isReference && !/^\s*(#|data:image\/(png|jpeg);)/i.test(value))
    refuseSvg('outside', 'a reference outside')
  if (/expression\s*\(|javascript:/i.test(value)) refuseSvg('active', 'a style that runs')
  if (/@import/i.test(value)) refuseSvg('outside', 'a style that fetches')
  for (const [, address = ''] of value.matchAll(/url\(\s*["']?([^"')]*)/gi))
    if (!address.startsWith('#')) refuseSvg('outside', 'a reference outside')
}
