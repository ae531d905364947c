/**
 * The protocol between a station and its server: JSON text frames over one WebSocket that the station opens.
 * The station relays bytes and reports what it sees; it holds no key and decides nothing.
 */
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { hardwareAdvice, type HardwareFault } from '../ports.ts'
import { blankKinds, type BlankKind } from '../simulator/blank-kinds.ts'

/** Where the station's WebSocket lives on the server. */
export const STATION_SOCKET_PATH = '/api/v1/stations/socket'
/** The station says that it lives this often; a server that hears nothing for three of them calls it lost. */
export const HEARTBEAT_EVERY_MS = 1000

/** Longest frame either side accepts; the largest APDU exchange is 516 hex digits, and `MOST_APDUS` come at once. */
export const MAX_FRAME_BYTES = 64 * 1024

const Name = Type.String({ minLength: 1, maxLength: 200 })
const RequestId = Type.String({ minLength: 1, maxLength: 64 })
/** Commands in one message: a whole card's writing takes ten. */
const MOST_APDUS = 16
const Hex = Type.String({ pattern: '^([0-9A-Fa-f]{2})*$', maxLength: 1024 })
const Uid = Type.String({ pattern: '^([0-9A-F]{2}){4,10}$' })
const TracksMessage = Type.Object({
  track1: Type.Optional(Type.String({ maxLength: 76 })),
  track2: Type.Optional(Type.String({ maxLength: 37 })),
  track3: Type.Optional(Type.String({ maxLength: 104 })),
})
const CoercivityMessage = Type.Union([Type.Literal('high'), Type.Literal('low')])
/** `encode`: the server drives the device. `tap`: the station reads cards or swipes by itself and reports them. */
const Mode = Type.Union([Type.Literal('encode'), Type.Literal('tap')])

const Device = Type.Object({
  name: Name,
  kind: Type.Union([Type.Literal('nfc-reader'), Type.Literal('magnetic')]),
  simulated: Type.Boolean(),
  mode: Mode,
  /** `occupied`: a card lies on it. `waiting`: it waits for a swipe that was asked for. `gone`: unplugged. */
  state: Type.Union([
    Type.Literal('ready'),
    Type.Literal('occupied'),
    Type.Literal('waiting'),
    Type.Literal('gone'),
  ]),
})

const DrawerCard = Type.Object({
  uid: Uid,
  /** The reader on which the card lies now. */
  reader: Type.Optional(Name),
  /** What its stripe holds. */
  tracks: TracksMessage,
})

const Fault = Type.Unsafe<HardwareFault>(Type.String({ enum: Object.keys(hardwareAdvice) }))
/** A driver, or the system service behind one. */
const Driver = Type.Union([
  Type.Literal('nfc-pcsc'),
  Type.Literal('pcscd'),
  Type.Literal('nfc-driver'),
  Type.Literal('node-hid'),
  Type.Literal('serialport'),
])
/** By code: what a person is told is worded where it is shown. */
const AnswerError = Type.Object({ code: Fault })

export const StationMessage = Type.Union([
  Type.Object({ type: Type.Literal('hello'), stationVersion: Name, devices: Type.Array(Device) }),
  Type.Object({ type: Type.Literal('heartbeat') }),
  Type.Object({ type: Type.Literal('device-changed'), device: Device }),
  /** `seq` grows by one with each card that this reader sees, so that an answer of an earlier card is never taken for this one's. */
  Type.Object({
    type: Type.Literal('card-present'),
    reader: Name,
    uid: Type.Optional(Uid),
    seq: Type.Integer({ minimum: 1 }),
  }),
  Type.Object({ type: Type.Literal('card-gone'), reader: Name, seq: Type.Integer({ minimum: 1 }) }),
  Type.Object({ type: Type.Literal('tap'), reader: Name, uri: Type.String({ maxLength: 2048 }) }),
  /** A card in tap mode that has no address of ours on it, or a swipe that could not be read. */
  Type.Object({ type: Type.Literal('misread'), device: Name, error: AnswerError }),
  Type.Object({ type: Type.Literal('swipe'), device: Name, tracks: TracksMessage }),
  /** A driver or its system service is missing on this station, and on which system; older stations leave that out. */
  Type.Object({
    type: Type.Literal('driver-missing'),
    driver: Driver,
    system: Type.Optional(Type.Enum(['windows', 'other'])),
  }),
  /** What was missing is there again. */
  Type.Object({
    type: Type.Literal('driver-found'),
    driver: Driver,
  }),
  /** Exactly one answer for each request; which of the optional parts it has follows from what was asked. */
  Type.Object({
    type: Type.Literal('answer'),
    requestId: RequestId,
    /** of a `transmit`: one for each command that was sent */
    answers: Type.Optional(Type.Array(Hex, { maxItems: MOST_APDUS })),
    tracks: Type.Optional(TracksMessage),
    drawer: Type.Optional(Type.Array(DrawerCard)),
    error: Type.Optional(AnswerError),
  }),
])

/** When a card is torn away: at the `apdu`-th command from now (1 = the next one). */
const Tear = {
  apdu: Type.Integer({ minimum: 1 }),
  phase: Type.Union([Type.Literal('before'), Type.Literal('during'), Type.Literal('after')]),
}

const Blank = Type.Unsafe<BlankKind>(Type.String({ enum: [...blankKinds] }))

const ReceiptText = Type.String({ maxLength: 1_000 })
/** As `ReceiptLine` in ports.ts. */
const ReceiptLineMessage = Type.Union([
  Type.Object({
    kind: Type.Literal('text'),
    text: ReceiptText,
    align: Type.Optional(Type.Union([Type.Literal('left'), Type.Literal('centre'), Type.Literal('right')])),
    isLarge: Type.Optional(Type.Boolean()),
    isStrong: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ kind: Type.Literal('pair'), left: ReceiptText, right: ReceiptText }),
  Type.Object({ kind: Type.Literal('rule') }),
  Type.Object({ kind: Type.Literal('qr'), content: ReceiptText }),
])

const SimulateAction = Type.Union([
  /**
   * Makes a new factory card and answers with it as the drawer's only listed card; lays it on `reader` when named, in
   * a hand that tears it away again when `tear` says so.
   */
  Type.Object({
    kind: Type.Literal('take-blank'),
    /** NTAG 424 DNA where it is absent. */
    chip: Type.Optional(Blank),
    /** The secret key that its supplier put in; absent for a blank as its maker delivers it. */
    transportKey: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f]{32}$' })),
    reader: Type.Optional(Name),
    tear: Type.Optional(Type.Object(Tear)),
  }),
  Type.Object({ kind: Type.Literal('put-card'), uid: Uid, reader: Name }),
  Type.Object({ kind: Type.Literal('remove-card'), reader: Name }),
  /** Tears away the card that lies there; of a stripe writer's name, lets go of the next card that is drawn through. */
  Type.Object({ kind: Type.Literal('tear-next'), reader: Name, ...Tear }),
  Type.Object({ kind: Type.Literal('swipe'), uid: Uid, device: Name }),
  Type.Object({ kind: Type.Literal('list-drawer') }),
])

export const ServerMessage = Type.Union([
  /**
   * Commands to send one after another; after an answer that is no success (9000, 9100, 91AF, 9190) none is sent any more.
   * `seq` of the card that is meant; the station answers 'card-lost' when another one lies there by now.
   */
  Type.Object({
    type: Type.Literal('transmit'),
    requestId: RequestId,
    reader: Name,
    seq: Type.Optional(Type.Integer({ minimum: 1 })),
    apdus: Type.Array(Hex, { minItems: 1, maxItems: MOST_APDUS }),
  }),
  /** Ends the session with the card that lies on the reader: it is powered off and on, so nothing stays authenticated. */
  Type.Object({ type: Type.Literal('release-card'), requestId: Type.Optional(RequestId), reader: Name }),
  Type.Object({
    type: Type.Literal('set-mode'),
    requestId: Type.Optional(RequestId),
    reader: Name,
    mode: Mode,
  }),
  Type.Object({
    type: Type.Literal('magnetic-write'),
    requestId: RequestId,
    device: Name,
    tracks: TracksMessage,
    coercivity: CoercivityMessage,
  }),
  Type.Object({ type: Type.Literal('magnetic-read'), requestId: RequestId, device: Name }),
  Type.Object({
    type: Type.Literal('magnetic-erase'),
    requestId: RequestId,
    device: Name,
    coercivity: CoercivityMessage,
  }),
  /** For the station's receipt printer; a station without one answers 'device-missing'. */
  Type.Object({
    type: Type.Literal('print-receipt'),
    requestId: RequestId,
    lines: Type.Array(ReceiptLineMessage, { minItems: 1, maxItems: 60 }),
  }),
  /** Obeyed only by a station whose devices are simulated. */
  Type.Object({ type: Type.Literal('simulate'), requestId: RequestId, action: SimulateAction }),
])

export type StationMessage = Type.Static<typeof StationMessage>
export type ServerMessage = Type.Static<typeof ServerMessage>
export type SimulateAction = Type.Static<typeof SimulateAction>
export type DeviceDescription = Type.Static<typeof Device>
export type DeviceMode = Type.Static<typeof Mode>
export type DrawerCard = Type.Static<typeof DrawerCard>
export type Answer = Omit<Extract<StationMessage, { type: 'answer' }>, 'type' | 'requestId'>

const stationMessages = Compile(StationMessage)
const serverMessages = Compile(ServerMessage)

/** Reads a frame that a station sent; undefined when it is not one of the protocol's messages. */
export const parseStationMessage = (frame: string): StationMessage | undefined =>
  parse(frame, (value) => stationMessages.Check(value))

/** Reads a frame that the server sent; undefined when it is not one of the protocol's messages. */
export const parseServerMessage = (frame: string): ServerMessage | undefined =>
  parse(frame, (value) => serverMessages.Check(value))

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
export const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

function parse<T>(frame: string, isMessage: (value: unknown) => value is T): T | undefined {
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  return isMessage(value) ? value : undefined
}
