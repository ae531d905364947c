import { Type, type Static } from 'typebox'
import { Chip } from '../batches/schema.ts'
import { Id, Line } from '../platform/schema.ts'

const Moment = Type.String({ format: 'date-time' })
const Name = Line(200)
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false } as const

export const StationParams = Type.Object({ stationId: Id })

// ── Pairing ─────────────────────────────────────────────────────────────────────────────────────

/** `simulated`: for a station with simulated devices, where the server offers them. */
export const NewPairingCode = Type.Object({ simulated: Type.Boolean() }, closed)
/** Eight characters, good once and for ten minutes. */
export const PairingCode = Type.Object({ code: Type.String(), expiresAt: Moment })
export const PairStation = Type.Object(
  { code: Type.String({ minLength: 8, maxLength: 9 }), name: Line(60) },
  closed,
)
/** The token is shown this once; the station keeps it. */
export const PairedStation = Type.Object({ stationId: Id, token: Type.String() })

/** Blanks with the factory's known keys are encoded only where nobody can listen. */
export const ApproveStation = Type.Object({ approvedForBlanks: Type.Boolean() }, closed)

// ── Live list ───────────────────────────────────────────────────────────────────────────────────

export const StationDevice = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('nfc-reader'), Type.Literal('magnetic')]),
  simulated: Type.Boolean(),
  /** `encode`: the server drives it. `tap`: it reports what it reads. */
  mode: Type.Union([Type.Literal('encode'), Type.Literal('tap')]),
  state: Type.Union([
    Type.Literal('ready'),
    Type.Literal('occupied'),
    Type.Literal('waiting'),
    Type.Literal('gone'),
  ]),
  /** the last that went wrong with it, until it reads a card again */
  trouble: Type.Optional(Type.Object({ code: Type.String(), at: Moment })),
})
export type StationDevice = Static<typeof StationDevice>

/** What is missing on a station, by code: a station puts no words of its own on a page. */
export const DriverNotice = Type.Object({
  driver: Type.Enum(['nfc-pcsc', 'pcscd', 'nfc-driver', 'node-hid', 'serialport']),
  system: Type.Enum(['windows', 'other']),
})
export type DriverNotice = Static<typeof DriverNotice>

export const Station = Type.Object({
  id: Id,
  name: Type.String(),
  simulated: Type.Boolean(),
  approvedForBlanks: Type.Boolean(),
  /** false within 3 s after its plug was pulled */
  isUp: Type.Boolean(),
  seenAt: orNull(Moment),
  devices: Type.Array(StationDevice),
  notices: Type.Array(DriverNotice),
})
export type Station = Static<typeof Station>

/** What a reader, and the stripe writer beside it, are at: an encoding run. `step` and `error` as in a run. */
export const DeviceWork = Type.Object({
  readerName: Type.String(),
  stripeName: orNull(Type.String()),
  batchId: Id,
  batchCode: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('paused')]),
  step: orNull(Type.String()),
  error: orNull(Type.String()),
  cardNumber: orNull(Type.String()),
  /** null before three cards stand close together */
  cardsPerHour: orNull(Type.Integer()),
})
export type DeviceWork = Static<typeof DeviceWork>

export const LiveStation = Type.Object({ ...Station.properties, work: Type.Array(DeviceWork) })
export type LiveStation = Static<typeof LiveStation>
export const Stations = Type.Object({ stations: Type.Array(LiveStation) })

// ── Simulated devices ───────────────────────────────────────────────────────────────────────────

const Uid = Type.String({ pattern: '^([0-9A-F]{2}){4,10}$' })
const kind = <T extends string>(name: T) => Type.Literal(name)

/** When a card is torn away: at its `apdu`-th command from now (1 = the next one). */
const Tear = {
  apdu: Type.Integer({ minimum: 1, maximum: 1_000 }),
  phase: Type.Union([kind('before'), kind('during'), kind('after')]),
}

/** A batch's chips, and a generation of DESFire that a batch does not name. */
const Blank = Type.Union([Chip, kind('desfire-ev2')])

/** What hands do at real devices: only for stations with simulated ones. */
export const Simulate = Type.Object(
  {
    action: Type.Union([
      /** `tear`: in a hand that tears the card away again, once it lies on the reader */
      Type.Object(
        {
          kind: kind('take-blank'),
          /** what kind of card; NTAG 424 DNA where it is absent */
          chip: Type.Optional(Blank),
          /** 32 hex digits: the secret key that its supplier put in */
          transportKey: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f]{32}$' })),
          reader: Type.Optional(Name),
          tear: Type.Optional(Type.Object(Tear, closed)),
        },
        closed,
      ),
      Type.Object({ kind: kind('put-card'), uid: Uid, reader: Name }, closed),
      Type.Object({ kind: kind('remove-card'), reader: Name }, closed),
      Type.Object({ kind: kind('tear-next'), reader: Name, ...Tear }, closed),
      Type.Object({ kind: kind('swipe'), uid: Uid, device: Name }, closed),
      Type.Object({ kind: kind('list-drawer') }, closed),
    ]),
  },
  closed,
)
export type Simulate = Static<typeof Simulate>

export const DrawerCard = Type.Object({
  uid: Type.String(),
  /** the reader on which it lies now */
  reader: Type.Optional(Type.String()),
  tracks: Type.Object({
    track1: Type.Optional(Type.String()),
    track2: Type.Optional(Type.String()),
    track3: Type.Optional(Type.String()),
  }),
  /** the number that this chip was given; absent while it is blank */
  cardNumber: Type.Optional(Type.String()),
})
/** The virtual cards in a simulated station's drawer. */
export const Drawer = Type.Object({ cards: Type.Array(DrawerCard) })
