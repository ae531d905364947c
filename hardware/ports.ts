/**
 * The whole hardware surface on one page. Drivers, simulators and the relay over the network stand behind these
 * interfaces; everything above speaks to nothing else. No device keeps keys, and none decides anything.
 */

/** One contactless card in a reader's field, reached by ISO/IEC 7816-4 APDUs one at a time. */
export interface CardChannel {
  /** UID as the reader's anticollision saw it, upper-case hex. A hint: the chip may answer with a random one. */
  readonly uidHint?: string
  /** Sends a command APDU; answers data and the two status bytes (at least 2 bytes). Throws 'card-lost', 'reader-gone', 'no-card'. */
  transmit(apdu: Uint8Array): Promise<Uint8Array>
  /**
   * Sends commands that are settled beforehand in one go, each after the answer to the one before it; after an answer
   * that is no success none is sent any more. Answers one for each that was sent. Throws as `transmit`.
   * Absent where it saves nothing.
   */
  transmitAll?(apdus: readonly Uint8Array[]): Promise<Uint8Array[]>
}

/** Contents of the three stripe tracks, without sentinels and LRC; an absent track is neither written nor was there. */
export interface Tracks {
  readonly track1?: string
  readonly track2?: string
  readonly track3?: string
}

/** The bits of the three tracks as they pass the head, eight a byte, the first one lowest; clocking zeros may come first. */
export interface RawTracks {
  readonly track1?: Uint8Array
  readonly track2?: Uint8Array
  readonly track3?: Uint8Array
}

export type TrackNumber = 1 | 2 | 3

/** Field strength that the stripe's material needs: high ≈ 2750–4000 Oe (ISO/IEC 7811-6), low ≈ 300 Oe (7811-2). */
export type Coercivity = 'high' | 'low'

/** A stripe writer. Each call waits for one swipe; throws 'bad-swipe', 'write-failed', 'device-missing'. */
export interface MagneticWriter {
  write(tracks: Tracks, coercivity: Coercivity): Promise<void>
  read(): Promise<Tracks>
  /** Erases the named tracks, or all three. */
  erase(coercivity: Coercivity, tracks?: readonly TrackNumber[]): Promise<void>
}

/** A stripe writer that also takes and gives bare bits, for formats that are not ISO 7811's. One swipe a call. */
export interface RawMagneticWriter extends MagneticWriter {
  /** Throws a RangeError on a track of no bytes. */
  writeRaw(tracks: RawTracks, coercivity: Coercivity): Promise<void>
  readRaw(): Promise<RawTracks>
}

/** A reader that reports each swipe. Answers the function that stops listening. */
export interface SwipeSource {
  onSwipe(listener: (tracks: Tracks) => void): () => void
}

export interface PrinterLook {
  readonly state: 'idle' | 'processing' | 'stopped'
  readonly isAccepting: boolean
  /** as IPP names them (RFC 8011 §5.4.12): `media-empty`, `cover-open-error`, … */
  readonly reasons: readonly string[]
  readonly model: string
  /** names of what lies in it, or of what it can take where it does not say */
  readonly media: readonly string[]
  /** MIME types */
  readonly formats: readonly string[]
  /** whether it can give a job its number before it gets the document */
  readonly createsJobs: boolean
}

export type PrinterJobState =
  'pending' | 'held' | 'processing' | 'stopped' | 'cancelled' | 'aborted' | 'completed'

/** A job as the printer knows it. */
export interface PrinterJob {
  readonly id: number
  readonly name: string
  readonly state: PrinterJobState
  readonly reasons: readonly string[]
  /** sides and sheets finished so far; undefined where the printer does not count */
  readonly sides: number | undefined
  readonly sheets: number | undefined
  /** false proves that nothing of it was printed; undefined where the printer does not tell */
  readonly hasBegun: boolean | undefined
}

/** Cards for the printer, as PDF. The name is how its job is found again when the answer was lost. */
export interface PrintOrder {
  readonly name: string
  readonly document: AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
  /** the edge about which a sheet is turned for its back; as the printer is set when absent */
  readonly sides?: 'two-sided-long-edge' | 'two-sided-short-edge' | undefined
  /** awaited before the first byte of the document goes, where the printer `createsJobs` */
  readonly onCreated: (jobId: number) => Promise<void>
}

/**
 * A printer in the network. Throws 'printer-unreachable', 'printer-busy', 'printer-refused', 'printer-answer-wrong',
 * 'printer-address-refused', 'printer-not-itself'.
 */
export interface CardPrinter {
  look(): Promise<PrinterLook>
  /** @returns the job's id once the printer has the whole document; it may print before that, and after */
  print(order: PrintOrder): Promise<number>
  /** undefined when the printer knows no such job (any more) */
  findJob(jobId: number): Promise<PrinterJob | undefined>
  /** waiting, running and ended ones that it remembers */
  jobsNamed(prefix: string): Promise<PrinterJob[]>
  /** does nothing to a job that has ended */
  cancel(jobId: number): Promise<void>
}

/** What stands on a receipt, line by line; a text that is too wide goes on in the next. */
export type ReceiptLine =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly align?: 'left' | 'centre' | 'right'
      readonly isLarge?: boolean
      readonly isStrong?: boolean
    }
  /** a name at the left and its value at the right */
  | { readonly kind: 'pair'; readonly left: string; readonly right: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'qr'; readonly content: string }

/** A printer of receipts on a roll of 80 mm. Throws 'printer-unreachable'. */
export interface ReceiptPrinter {
  /** Prints and cuts; done once the printer has taken it all. */
  print(lines: readonly ReceiptLine[]): Promise<void>
}

/** Everything that can go wrong with a device, and the one sentence that tells what to do about it. */
export const hardwareAdvice = {
  'card-lost': 'The card left the reader too early: put the same card back and leave it there.',
  'no-card': 'There is no card on the reader: put one on it.',
  'unknown-card': 'This is not a card of ours, or not a chip that this job can write: take another card.',
  'not-genuine':
    'The maker did not sign this chip: take another card, and show this one to whoever bought it.',
  'card-refused':
    'The card refused the command: take it off, put it back, and set it aside if that happens again.',
  'card-held':
    'Another program on this computer holds the card: close that program, and the card is taken up by itself.',
  'reader-cannot':
    'This reader cannot send the commands that this chip needs: put the card on another reader.',
  'reader-gone': 'The reader does not answer: check its cable, then put the card back.',
  'device-missing': 'The device is not connected: plug it in or choose another one.',
  'driver-missing':
    'The driver for this device is not installed on this station: install it and start the station again.',
  'bad-swipe': 'The stripe could not be read or written: swipe again, straight and at an even speed.',
  'write-failed': 'The device could not write: try again, and set the card aside if that fails too.',
  'printer-unreachable': 'The printer does not answer: check its power, its cable and its address.',
  'printer-busy': 'The printer takes no job now: wait, or clear what its display says.',
  'printer-refused': 'The printer refused the job: look at its display and its settings.',
  'printer-answer-wrong': 'What answers there does not speak IPP: check the address of the printer.',
  'printer-address-refused':
    'Nothing is sent to this address: printers have addresses of their own in your network.',
  'printer-not-itself':
    'The printer shows another certificate than was written down for it: check who changed it.',
  timeout: 'The device took too long to answer: check it and try again.',
} as const

export type HardwareFault = keyof typeof hardwareAdvice

/** A fault of a device. The message is the advice for people; bytes, keys and numbers never go into it. */
export class HardwareError extends Error {
  override readonly name = 'HardwareError'
  readonly code: HardwareFault

  /** `detail` completes the advice, for instance with the line that installs a driver. */
  constructor(code: HardwareFault, options: { detail?: string; cause?: unknown } = {}) {
    const message = options.detail ? `${hardwareAdvice[code]} ${options.detail}` : hardwareAdvice[code]
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
  }
}
