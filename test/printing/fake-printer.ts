import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  decodeIpp,
  encodeIpp,
  groupTags,
  valueTags,
  type IppAttribute,
  type IppMessage,
  type IppValue,
} from '../../hardware/printing/ipp-message.ts'

/** A job as this printer knows it; states as RFC 8011 §5.3.7 numbers them. */
interface FakeJob {
  id: number
  name: string
  state: number
  sides: number
  /** what it was told of the document's size */
  scaling: IppValue | undefined
}

/** An IPP printer that a test has wholly in its hand, for what no honest one does. */
export interface FakePrinter {
  readonly address: string
  readonly jobs: FakeJob[]
  /** documents that it took, by the name of their job */
  readonly documents: string[]
  reasons: string[]
  /** whether it tells when it began with a job */
  tellsBeginnings: boolean
  /** whether it takes a job's number first and its document later, as few old ones do not */
  createsJobs: boolean
  /** answers nobody, and goes on printing */
  isAway: boolean
  stop(): void
}

const [PENDING, PROCESSING, CANCELLED] = [3, 5, 7]
/** Out-of-band values (RFC 8010 §3.5.2). */
const [UNKNOWN, NO_VALUE] = [0x12, 0x13]

export async function startFakePrinter(): Promise<FakePrinter> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (printer.isAway) return request.socket.destroy()
      const answer = answerTo(printer, decodeIpp(Buffer.concat(pieces)))
      return response.setHeader('content-type', 'application/ipp').end(encodeIpp(answer))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const printer: FakePrinter = {
    address: `ipp://127.0.0.1:${port}/ipp/print`,
    jobs: [],
    documents: [],
    reasons: ['none'],
    tellsBeginnings: true,
    createsJobs: true,
    isAway: false,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
  return printer
}

function answerTo(printer: FakePrinter, { code, requestId, groups }: IppMessage): IppMessage {
  const asked = new Map(
    groups.flatMap(({ attributes }) => attributes.map(({ name, values }) => [name, values])),
  )
  const job = printer.jobs.find(({ id }) => id === asked.get('job-id')?.[0])
  const answer = (status: number, of: readonly { tag: number; attributes: IppAttribute[] }[] = []) => ({
    code: status,
    requestId,
    groups: of,
  })
  const one = (found: FakeJob) => answer(0, [{ tag: groupTags.job, attributes: describe(found, printer) }])
  const newJob = (): FakeJob => {
    const name = String(asked.get('job-name')?.[0])
    const scaling = asked.get('print-scaling')?.[0]
    const made = { id: printer.jobs.length + 1, name, state: PENDING, sides: 0, scaling }
    printer.jobs.push(made)
    return made
  }
  switch (code) {
    case 0x02: {
      const made = newJob()
      printer.documents.push(made.name)
      made.state = PROCESSING
      return one(made)
    }
    case 0x0b:
      return answer(0, [{ tag: groupTags.printer, attributes: describePrinter(printer) }])
    case 0x05:
      return printer.createsJobs ? one(newJob()) : answer(0x0501)
    case 0x0a: {
      const isCompleted = asked.get('which-jobs')?.[0] === 'completed'
      const found = printer.jobs.filter(({ state }) => state >= CANCELLED === isCompleted)
      return answer(
        0,
        found.map((one) => ({ tag: groupTags.job, attributes: describe(one, printer) })),
      )
    }
  }
  if (!job) return answer(0x0406)
  if (code === 0x06) {
    printer.documents.push(job.name)
    job.state = PROCESSING
  }
  if (code === 0x08) job.state = CANCELLED
  return one(job)
}

const attribute = (tag: number, name: string, ...values: IppValue[]): IppAttribute => ({ tag, name, values })

const describe = ({ id, name, state, sides }: FakeJob, { tellsBeginnings }: FakePrinter): IppAttribute[] => [
  attribute(valueTags.integer, 'job-id', id),
  attribute(valueTags.name, 'job-name', name),
  attribute(valueTags.enum, 'job-state', state),
  attribute(valueTags.integer, 'job-impressions-completed', sides),
  !tellsBeginnings
    ? attribute(UNKNOWN, 'time-at-processing', null)
    : state === PENDING
      ? attribute(NO_VALUE, 'time-at-processing', null)
      : attribute(valueTags.integer, 'time-at-processing', 7),
]

const describePrinter = ({ reasons, createsJobs }: FakePrinter): IppAttribute[] => [
  attribute(valueTags.enum, 'printer-state', 3),
  attribute(valueTags.keyword, 'printer-state-reasons', ...reasons),
  attribute(valueTags.boolean, 'printer-is-accepting-jobs', true),
  attribute(valueTags.mimeMediaType, 'document-format-supported', 'application/pdf'),
  attribute(valueTags.keyword, 'print-scaling-supported', 'auto', 'fit', 'none'),
  attribute(valueTags.enum, 'operations-supported', ...(createsJobs ? [0x02, 0x05, 0x06] : [0x02])),
]
