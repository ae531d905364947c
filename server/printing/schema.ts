import { Type, type Static } from 'typebox'
import { Base64, Id, Line } from '../platform/schema.ts'

const Moment = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Reason = Line(200)
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false } as const

export const PrinterKind = Type.Union([Type.Literal('card'), Type.Literal('sheet')])
export type PrinterKind = Static<typeof PrinterKind>

export const PrintJobKind = Type.Union([PrinterKind, Type.Literal('file')])
export type PrintJobKind = Static<typeof PrintJobKind>

// ── Printers ────────────────────────────────────────────────────────────────────────────────────

export const PrinterParams = Type.Object({ printerId: Id })

/** How far what it prints lies from what is drawn: moved, larger by so many millionths, turned by thousandths of a degree. */
export const PrinterProfile = Type.Object(
  {
    offsetXUm: Type.Integer({ minimum: -5_000, maximum: 5_000 }),
    offsetYUm: Type.Integer({ minimum: -5_000, maximum: 5_000 }),
    scalePpm: Type.Integer({ minimum: -50_000, maximum: 50_000 }),
    rotationMdeg: Type.Integer({ minimum: -5_000, maximum: 5_000 }),
  },
  closed,
)
export type PrinterProfile = Static<typeof PrinterProfile>

const Grid = Type.Integer({ minimum: 1, maximum: 40 })
const PaperEdge = Type.Integer({ minimum: 60_000, maximum: 1_600_000 })
const Gap = Type.Integer({ minimum: 0, maximum: 50_000 })

/** How cards stand on the paper of a sheet printer, lengths in µm; the grid stands in its middle. */
export const PrinterSheet = Type.Object(
  {
    paper: Type.Object({ widthUm: PaperEdge, heightUm: PaperEdge }, closed),
    columns: Grid,
    rows: Grid,
    /** between the trimmed edges of neighbours */
    gapUm: Type.Object({ xUm: Gap, yUm: Gap }, closed),
    /** the edge about which the sheet is turned for its back */
    duplex: Type.Union([Type.Literal('long-edge'), Type.Literal('short-edge')]),
    marks: Type.Object({ crop: Type.Boolean(), registration: Type.Boolean() }, closed),
  },
  closed,
)
export type PrinterSheet = Static<typeof PrinterSheet>

const printerFields = {
  name: Line(60),
  /** `ipp://host[:631]/path` or `ipps://…` */
  address: Line(200),
  /** SHA-256 of the certificate, for one that signed its own: 64 hex digits */
  certificateSha256: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f]{64}$' })),
  /** the office when absent */
  placeId: Type.Optional(Id),
  profile: Type.Optional(PrinterProfile),
  /** images of the ribbon that one card takes: 2 when absent, one a side */
  ribbonPerCard: Type.Optional(Type.Integer({ minimum: 0, maximum: 8 })),
  /** its own count of finished cards can be relied on; no when absent */
  countsCards: Type.Optional(Type.Boolean()),
  /** of a printer of sheets; ten to an A4 sheet when absent */
  sheet: Type.Optional(PrinterSheet),
  /** the press that its files are made for; colours as screens show them when absent */
  colourProfileId: Type.Optional(Id),
}
export const NewPrinter = Type.Object({ ...printerFields, kind: PrinterKind }, closed)
export type NewPrinter = Static<typeof NewPrinter>
/** Everything anew: what is absent becomes as for a new printer. */
export const ChangePrinter = Type.Object(printerFields, closed)
export type ChangePrinter = Static<typeof ChangePrinter>

/** Cards (or sheets) and images of the ribbon. They may be below nothing where more was printed than was put in. */
export const Supplies = Type.Object({
  blanks: Type.Integer(),
  ribbon: Type.Integer(),
  /** cards that both are enough for */
  enoughFor: Count,
})
export type Supplies = Static<typeof Supplies>

export const Printer = Type.Object({
  id: Id,
  name: Type.String(),
  address: Type.String(),
  certificateSha256: orNull(Type.String()),
  kind: PrinterKind,
  placeId: orNull(Id),
  place: orNull(Type.String()),
  profile: PrinterProfile,
  ribbonPerCard: Type.Integer(),
  countsCards: Type.Boolean(),
  /** null for a printer of cards */
  sheet: orNull(PrinterSheet),
  colourProfileId: orNull(Id),
  supplies: Supplies,
  /** cards that the jobs waiting for its kind still want */
  wanted: Count,
})
export type Printer = Static<typeof Printer>
export const Printers = Type.Object({ printers: Type.Array(Printer) })

export const NewColourProfile = Type.Object({ base64: Base64(11_000_000) }, closed)
export const ColourProfileParams = Type.Object({ profileId: Id })
/** `name` as the profile describes itself. */
export const AddedColourProfile = Type.Object({ id: Id, name: Type.String() })
export type AddedColourProfile = Static<typeof AddedColourProfile>
export const ColourProfile = Type.Object({
  id: Id,
  name: Type.String(),
  bytes: Count,
  addedBy: Type.String(),
  addedAt: Moment,
  /** names of those that are set to it */
  printers: Type.Array(Type.String()),
  /** files for it that are not drawn yet */
  waitingFiles: Count,
})
export type ColourProfile = Static<typeof ColourProfile>
export const ColourProfiles = Type.Object({ profiles: Type.Array(ColourProfile) })

/** What the printer says now. `reasons` as IPP names them, without the end that says how bad. */
export const PrinterNow = Type.Object({
  state: Type.Union([
    Type.Literal('ready'),
    Type.Literal('printing'),
    Type.Literal('held-up'),
    Type.Literal('away'),
  ]),
  /** code of what keeps it from printing: a reason of IPP's or one of ours */
  trouble: orNull(Type.String()),
  reasons: Type.Array(Type.String()),
  model: Type.String(),
  media: Type.Array(Type.String()),
})
export type PrinterNow = Static<typeof PrinterNow>

/** `loaded`: so many were put in. `counted`: so many lie there. */
export const ChangeSupplies = Type.Object(
  {
    kind: Type.Union([Type.Literal('loaded'), Type.Literal('counted')]),
    blanks: Type.Integer({ minimum: 0, maximum: 100_000 }),
    ribbon: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    reason: Type.Optional(Reason),
  },
  closed,
)
export type ChangeSupplies = Static<typeof ChangeSupplies>

// ── Jobs ────────────────────────────────────────────────────────────────────────────────────────

export const JobParams = Type.Object({ jobId: Id })
export const ChunkParams = Type.Object({
  jobId: Id,
  chunk: Type.Integer({ minimum: 1, maximum: 100_000 }),
})
const CardNumberText = Type.String({ pattern: '^9156[0-9]{12}$' })

const target = {
  /** `file`: a PDF file for a printer's own program */
  kind: PrintJobKind,
  /** whichever of the kind is ready when absent; none for a file */
  printerId: Type.Optional(Id),
  /** the press that a file is made for; printers have one of their own */
  colourProfileId: Type.Optional(Id),
  /** the sheet printer whose paper, grid, marks and misses a file is laid out for; a side a page when absent */
  sheetPrinterId: Type.Optional(Id),
}
/** Cards of a batch that no job has printed yet, by position; all when neither end is named. */
export const NewPrintJob = Type.Object(
  {
    ...target,
    batchId: Id,
    from: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    to: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  closed,
)
export type NewPrintJob = Static<typeof NewPrintJob>
/** The old number dies, another takes its place and is printed. */
export const Reprint = Type.Object({ ...target, cardNumber: CardNumberText, reason: Reason }, closed)
export type Reprint = Static<typeof Reprint>

/** What lay in the tray of a chunk that broke: so many good cards, and whether the next one was spoiled halfway. */
export const CountChunk = Type.Object(
  { cardsOut: Type.Integer({ minimum: 0, maximum: 10_000 }), isNextSpoiled: Type.Boolean() },
  closed,
)

const PrintJobState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('printing'),
  Type.Literal('paused'),
  Type.Literal('stopped'),
  /** a file that is made and kept */
  Type.Literal('ready'),
  Type.Literal('printed'),
  Type.Literal('cancelled'),
])

/** What is known of a file: `bytes` and `keptUntil` when it is made; `takenBy` who took it last, with a name. */
const PrintFile = Type.Object({
  bytes: Count,
  keptUntil: orNull(Moment),
  downloads: Count,
  takenBy: orNull(Type.String()),
  takenAt: orNull(Moment),
  /** null: a side a page */
  sheet: orNull(PrinterSheet),
})

export const PrintJob = Type.Object({
  id: Id,
  batchId: Id,
  batchCode: Type.String(),
  kind: PrintJobKind,
  printerId: orNull(Id),
  printer: orNull(Type.String()),
  state: PrintJobState,
  /** it ends as soon as it is clear which cards came out */
  isCancelling: Type.Boolean(),
  trouble: orNull(Type.String()),
  /** of its first and its last card in the batch */
  firstPosition: orNull(Type.Integer()),
  lastPosition: orNull(Type.Integer()),
  /** cards that it has printed or still will */
  cards: Count,
  out: Count,
  /** of the cards at the printers, those that these say are finished; of a file, those drawn */
  reported: Count,
  cardsPerHour: orNull(Type.Integer()),
  secondsLeft: orNull(Type.Integer()),
  orderedBy: Type.String(),
  orderedAt: Moment,
  endedAt: orNull(Moment),
  file: orNull(PrintFile),
  /** printers that are at it */
  at: Type.Array(
    Type.Object({
      chunk: Type.Integer(),
      printer: Type.String(),
      cards: Count,
      reported: Count,
      trouble: orNull(Type.String()),
    }),
  ),
  /** chunks that broke: which of these cards came out of the printer must be counted */
  toCount: Type.Array(
    Type.Object({
      chunk: Type.Integer(),
      printer: Type.String(),
      trouble: orNull(Type.String()),
      reported: Count,
      cardNumbers: Type.Array(Type.String()),
    }),
  ),
})
export type PrintJob = Static<typeof PrintJob>
/** Those under way in their order, then the last that ended. */
export const PrintJobs = Type.Object({ jobs: Type.Array(PrintJob) })
export const PrintJobsQuery = Type.Object({ batchId: Type.Optional(Id) })

/** How many cards a job over this range would print, and why not the others. */
export const PrintPlanQuery = Type.Object({
  batchId: Id,
  from: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  to: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1_000_000 }),
})
export const PrintPlan = Type.Object({
  /** not printed yet and free to be */
  printable: Count,
  /** printed by a job, or waiting in one */
  taken: Count,
  /** of those that would be printed, such that show nothing where their design wants words of their own */
  unwritten: Count,
})
export type PrintPlan = Static<typeof PrintPlan>

export const PrinterChanged = Type.Object({ id: Id })
export const JobChanged = Type.Object({ id: Id })
/** `freed`: numbers of a file that nobody took; they may be printed. */
export const DiscardedFile = Type.Object({ id: Id, freed: Count })
export const OrderedPrint = Type.Object({ id: Id, cards: Count })
/** `replacement` is the number that was printed in place of the dead one. */
export const Reprinted = Type.Object({ id: Id, cards: Count, replacement: Type.String() })
/** `again`: cards that wait to be printed once more. */
export const CountedChunk = Type.Object({ id: Id, out: Count, again: Count })
