import type { CardPrinter, PrinterJob, PrinterLook, PrintOrder } from '../ports.ts'
import {
  accepted,
  groupsOf,
  isAbsent,
  jobOf,
  printerJob,
  printerLook,
  readAnswer,
  textsOf,
} from './ipp-answers.ts'
import { operations, statuses } from './ipp-codes.ts'
import { openIppLine, type IppLineOptions } from './ipp-line.ts'
import { encodeIpp, groupTags, valueTags, type IppAttribute, type IppMessage } from './ipp-message.ts'

const printerAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
  'media-ready',
  'media-supported',
  'document-format-supported',
  'operations-supported',
  'sides-supported',
  'print-scaling-supported',
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
const USER = 'cardwright'

/** A printer that speaks IPP/1.1 or later (RFC 8010, RFC 8011), over plain HTTP or TLS. */
export function openIppPrinter(options: IppLineOptions): CardPrinter {
  const line = openIppLine(options)
  let lastId = 0
  let createsJobs: boolean | undefined
  let takes: Takes = { sides: [], scaling: [] }

  const ask = async (
    operation: number,
    attributes: readonly IppAttribute[],
    jobAttributes: readonly IppAttribute[] = [],
    document?: { bytes: AsyncIterable<Uint8Array>; signal?: AbortSignal | undefined },
  ): Promise<IppMessage> => {
    lastId += 1
    const request = requestTo(options.address.uri, {
      operation,
      requestId: lastId,
      attributes,
      jobAttributes,
    })
    const { signal } = document ?? {}
    const answer = await line.post(request, document?.bytes, {
      ...(document ? { timeoutMs: DOCUMENT_TIMEOUT_MS } : {}),
      ...(signal ? { signal } : {}),
    })
    return readAnswer(answer, lastId)
  }

  const look = async (): Promise<PrinterLook> => {
    const answer = accepted(
      await ask(operations.getPrinterAttributes, [keywords('requested-attributes', printerAttributes)]),
    )
    const [group] = groupsOf(answer, groupTags.printer)
    const seen = printerLook(group)
    createsJobs = seen.createsJobs
    takes = {
      sides: textsOf(group, 'sides-supported'),
      scaling: textsOf(group, 'print-scaling-supported'),
    }
    return seen
  }

  return {
    look,
    async print({ name, document, signal, sides, onCreated }) {
      if (createsJobs === undefined) await look()
      const bytes = { bytes: document, signal }
      const made = jobTemplate(takes, sides)
      if (!createsJobs) {
        const answer = accepted(await ask(operations.printJob, [named(name), pdf], made, bytes))
        return jobOf(answer, name).id
      }
      const { id } = jobOf(accepted(await ask(operations.createJob, [named(name)], made)), name)
      await onCreated(id)
      const last: IppAttribute = { tag: valueTags.boolean, name: 'last-document', values: [true] }
      accepted(await ask(operations.sendDocument, [jobId(id), user, pdf, last], [], bytes))
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

/** What the printer says that it can be told of a job. */
interface Takes {
  sides: readonly string[]
  scaling: readonly string[]
}

/** RFC 8011 §5.2.8 and PWG 5100.13 §6.2.10: about which edge it turns the paper, and that it changes no size. */
const jobTemplate = (takes: Takes, sides: PrintOrder['sides']): IppAttribute[] => [
  ...(sides !== undefined && takes.sides.includes(sides) ? [keywords('sides', [sides])] : []),
  ...(takes.scaling.includes('none') ? [keywords('print-scaling', ['none'])] : []),
]

/** The first three attributes stand in this order (RFC 8011 §4.1.4, §4.1.5). */
function requestTo(
  uri: string,
  {
    operation,
    requestId,
    attributes,
    jobAttributes,
  }: {
    operation: number
    requestId: number
    attributes: readonly IppAttribute[]
    jobAttributes: readonly IppAttribute[]
  },
): Uint8Array {
  const first: IppAttribute[] = [
    { tag: valueTags.charset, name: 'attributes-charset', values: ['utf-8'] },
    { tag: valueTags.naturalLanguage, name: 'attributes-natural-language', values: ['en'] },
    { tag: valueTags.uri, name: 'printer-uri', values: [uri] },
  ]
  const asked = { tag: groupTags.operation, attributes: [...first, ...attributes] }
  const job = { tag: groupTags.job, attributes: jobAttributes }
  const groups = jobAttributes.length > 0 ? [asked, job] : [asked]
  return encodeIpp({ code: operation, requestId, groups })
}
