import {
  HardwareError,
  type CardPrinter,
  type PrinterJob,
  type PrinterJobState,
  type PrinterLook,
} from '../ports.ts'
import { openIppLine, type IppLineOptions } from './ipp-line.ts'
import {
  decodeIpp,
  encodeIpp,
  groupTags,
  valueTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
} from './ipp-message.ts'

/** RFC 8011 §5.4.15. */
const operations = {
  printJob: 0x02,
  createJob: 0x05,
  sendDocument: 0x06,
  cancelJob: 0x08,
  getJobAttributes: 0x09,
  getJobs: 0x0a,
  getPrinterAttributes: 0x0b,
} as const

/** RFC 8011 Appendix B.1: what we tell apart. */
const statuses = {
  firstError: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  gone: 0x0407,
  notAccepting: 0x0506,
  busy: 0x0507,
} as const

const printerAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
  'media-ready',
  'media-supported',
  'document-format-supported',
  'operations-supported',
]
const jobAttributes = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
  'time-at-processing',
]
/** A printer prints while it takes a document in, so that minutes may pass between two pieces. */
const DOCUMENT_TIMEOUT_MS = 180_000
const MOST_JOBS = 200
/** Out-of-band value (RFC 8010 §3.5.2). */
const NO_VALUE = 0x13
const USER = 'cardwright'

/** A printer that speaks IPP/1.1 or later (RFC 8010, RFC 8011), over plain HTTP or TLS. */
export function openIppPrinter(options: IppLineOptions): CardPrinter {
  const line = openIppLine(options)
  let lastId = 0
  let createsJobs: boolean | undefined

  const ask = async (
    operation: number,
    attributes: readonly IppAttribute[],
    document?: { bytes: AsyncIterable<Uint8Array>; signal?: AbortSignal | undefined },
  ): Promise<IppMessage> => {
    lastId += 1
    const request = requestTo(options.address.uri, { operation, requestId: lastId, attributes })
    const { signal } = document ?? {}
    const answer = await line.post(request, document?.bytes, {
      ...(document ? { timeoutMs: DOCUMENT_TIMEOUT_MS } : {}),
      ...(signal ? { signal } : {}),
    })
    return decoded(answer, lastId)
  }

  const look = async (): Promise<PrinterLook> => {
    const answer = accepted(
      await ask(operations.getPrinterAttributes, [keywords('requested-attributes', printerAttributes)]),
    )
    const seen = printerLook(groupsOf(answer, groupTags.printer)[0])
    createsJobs = seen.createsJobs
    return seen
  }

  return {
    look,
    async print({ name, document, signal, onCreated }) {
      if (createsJobs === undefined) await look()
      const bytes = { bytes: document, signal }
      if (!createsJobs) {
        const answer = accepted(await ask(operations.printJob, [named(name), pdf], bytes))
        return jobOf(answer, name).id
      }
      const { id } = jobOf(accepted(await ask(operations.createJob, [named(name)])), name)
      await onCreated(id)
      const last: IppAttribute = { tag: valueTags.boolean, name: 'last-document', values: [true] }
      accepted(await ask(operations.sendDocument, [jobId(id), user, pdf, last], bytes))
      return id
    },
    async findJob(id) {
      const answer = await ask(operations.getJobAttributes, [
        jobId(id),
        keywords('requested-attributes', jobAttributes),
      ])
      return isAbsent(answer) ? undefined : jobOf(accepted(answer), '')
    },
    async jobsNamed(prefix) {
      const found: PrinterJob[] = []
      for (const which of ['not-completed', 'completed']) {
        const answer = await ask(operations.getJobs, [
          user,
          { tag: valueTags.integer, name: 'limit', values: [MOST_JOBS] },
          keywords('which-jobs', [which]),
          keywords('requested-attributes', jobAttributes),
        ])
        found.push(...groupsOf(accepted(answer), groupTags.job).map((group) => printerJob(group, '')))
      }
      return found.filter(({ name }) => name.startsWith(prefix))
    },
    async cancel(id) {
      const answer = await ask(operations.cancelJob, [jobId(id), user])
      // A job that has ended cannot be cancelled: what became of it, its state says.
      if (answer.code !== statuses.notPossible && !isAbsent(answer)) accepted(answer)
    },
  }
}

const isAbsent = ({ code }: IppMessage): boolean => code === statuses.notFound || code === statuses.gone

const keywords = (name: string, values: readonly string[]): IppAttribute => ({
  tag: valueTags.keyword,
  name,
  values,
})
const named = (name: string): IppAttribute => ({ tag: valueTags.name, name: 'job-name', values: [name] })
const jobId = (id: number): IppAttribute => ({ tag: valueTags.integer, name: 'job-id', values: [id] })
const user: IppAttribute = { tag: valueTags.name, name: 'requesting-user-name', values: [USER] }
const pdf: IppAttribute = {
  tag: valueTags.mimeMediaType,
  name: 'document-format',
  values: ['application/pdf'],
}

/** The first three attributes stand in this order (RFC 8011 §4.1.4, §4.1.5). */
function requestTo(
  uri: string,
  {
    operation,
    requestId,
    attributes,
  }: { operation: number; requestId: number; attributes: readonly IppAttribute[] },
): Uint8Array {
  const first: IppAttribute[] = [
    { tag: valueTags.charset, name: 'attributes-charset', values: ['utf-8'] },
    { tag: valueTags.naturalLanguage, name: 'attributes-natural-language', values: ['en'] },
    { tag: valueTags.uri, name: 'printer-uri', values: [uri] },
  ]
  const groups = [{ tag: groupTags.operation, attributes: [...first, ...attributes] }]
  return encodeIpp({ code: operation, requestId, groups })
}

function decoded(bytes: Uint8Array, requestId: number): IppMessage {
  try {
    const answer = decodeIpp(bytes)
    if (answer.requestId === requestId) return answer
  } catch (cause) {
    throw new HardwareError('printer-answer-wrong', { cause })
  }
  throw new HardwareError('printer-answer-wrong')
}

function accepted(answer: IppMessage): IppMessage {
  const { code } = answer
  if (code < statuses.firstError) return answer
  if (code === statuses.busy || code === statuses.notAccepting) throw new HardwareError('printer-busy')
  throw new HardwareError('printer-refused', { detail: `(IPP 0x${code.toString(16).padStart(4, '0')})` })
}

const groupsOf = ({ groups }: IppMessage, tag: number): IppGroup[] =>
  groups.filter((group) => group.tag === tag)

const valuesOf = (group: IppGroup | undefined, name: string): readonly IppValue[] =>
  group?.attributes.find((attribute) => attribute.name === name)?.values ?? []

const textsOf = (group: IppGroup | undefined, name: string): string[] =>
  valuesOf(group, name).filter((value) => typeof value === 'string')

/** RFC 8011 §5.4.11. */
const printerStates: Readonly<Record<number, PrinterLook['state']>> = {
  3: 'idle',
  4: 'processing',
  5: 'stopped',
}
/** RFC 8011 §5.3.7. */
const jobStates: Readonly<Record<number, PrinterJobState>> = {
  3: 'pending',
  4: 'held',
  5: 'processing',
  6: 'stopped',
  7: 'cancelled',
  8: 'aborted',
  9: 'completed',
}

function printerLook(group: IppGroup | undefined): PrinterLook {
  const state = printerStates[Number(valuesOf(group, 'printer-state')[0])]
  if (!state) throw new HardwareError('printer-answer-wrong')
  const supported = valuesOf(group, 'operations-supported')
  const ready = textsOf(group, 'media-ready')
  return {
    state,
    isAccepting: valuesOf(group, 'printer-is-accepting-jobs')[0] !== false,
    reasons: reasonsOf(group, 'printer-state-reasons'),
    model: textsOf(group, 'printer-make-and-model')[0] ?? '',
    media: ready.length > 0 ? ready : textsOf(group, 'media-supported'),
    formats: textsOf(group, 'document-format-supported'),
    createsJobs: supported.includes(operations.createJob) && supported.includes(operations.sendDocument),
  }
}

/** RFC 8011 §5.1.4: what is written down and shown of a printer's words is no longer and no odder than a keyword. */
const KEYWORD = /^[a-z0-9._-]{1,255}$/i
const MOST_REASONS = 32

/** `none` stands for no reason at all (RFC 8011 §5.4.12). */
const reasonsOf = (group: IppGroup | undefined, name: string): string[] =>
  textsOf(group, name)
    .filter((reason) => reason !== 'none' && KEYWORD.test(reason))
    .slice(0, MOST_REASONS)

function jobOf(answer: IppMessage, name: string): PrinterJob {
  return printerJob(groupsOf(answer, groupTags.job)[0], name)
}

function printerJob(group: IppGroup | undefined, name: string): PrinterJob {
  const id = valuesOf(group, 'job-id')[0]
  const state = jobStates[Number(valuesOf(group, 'job-state')[0])]
  if (typeof id !== 'number' || !state) throw new HardwareError('printer-answer-wrong')
  const begun = group?.attributes.find((attribute) => attribute.name === 'time-at-processing')
  return {
    id,
    name: textsOf(group, 'job-name')[0] ?? name,
    state,
    reasons: reasonsOf(group, 'job-state-reasons'),
    sides: countOf(group, 'job-impressions-completed'),
    sheets: countOf(group, 'job-media-sheets-completed'),
    hasBegun: hasBegun(begun),
  }
}

/** Out-of-band `no-value` until it is processed (RFC 8011 §5.3.14); `unknown` proves nothing. */
function hasBegun(processing: IppAttribute | undefined): boolean | undefined {
  if (processing?.tag === NO_VALUE) return false
  return typeof processing?.values[0] === 'number' ? true : undefined
}

const countOf = (group: IppGroup | undefined, name: string): number | undefined => {
  const count = valuesOf(group, name)[0]
  return typeof count === 'number' && count >= 0 ? count : undefined
}
