import type { Exchange } from './recording.ts'

/** One authentication and the commands that its session carried, as they were overheard. */
export interface OverheardSession {
  keyNumber: number
  /** of the chip: 16 bytes encrypted, or 01 and 16 bytes in clear from a chip in LRP mode (NT4H2421Gx §9.1.5, §9.2.5) */
  challenge: Uint8Array
  reply: Uint8Array
  proof: Uint8Array
  commands: { instruction: number; data: Uint8Array }[]
}

export interface OverheardCard {
  /** that GetVersion told; undefined where it was not asked */
  uid: Uint8Array | undefined
  sessions: OverheardSession[]
  /** addresses that the card showed by itself */
  addresses: string[]
  /** everything that passed, in its order */
  stream: Uint8Array
}

const INSTRUCTION = { authenticate: 0x71, moreFrames: 0xaf, getVersion: 0x60 } as const

/** Takes one card's traffic apart, by what the data sheet says of it (NT4H2421Gx §8.4, §10). */
export function overhear(traffic: readonly Exchange[]): OverheardCard {
  const sessions: OverheardSession[] = []
  let open: OverheardSession | undefined
  let uid: Uint8Array | undefined
  let text = ''
  for (const [index, { apdu, answer }] of traffic.entries()) {
    const previous = traffic[index - 1]
    const [instruction, status] = [apdu[1] ?? 0, statusOf(answer)]
    const data = apdu.slice(5, 5 + (apdu[4] ?? 0))
    if (apdu[0] === 0x00) {
      if (instruction === 0xb0) text += Buffer.from(answer.subarray(0, -2)).toString('latin1')
      if (instruction === 0xa4 && apdu[2] === 0x04) open = undefined
    } else if (instruction === INSTRUCTION.moreFrames) {
      if (previous?.apdu[1] === INSTRUCTION.authenticate && status === 0x9100) {
        const challenge = previous.answer.slice(0, -2)
        const keyNumber = previous.apdu[5] ?? 0
        open = { keyNumber, challenge, reply: data, proof: answer.slice(0, -2), commands: [] }
        sessions.push(open)
      } else if (status === 0x9100 && isOfGetVersion(traffic, index)) uid = answer.slice(0, 7)
    } else if (instruction !== INSTRUCTION.authenticate) open?.commands.push({ instruction, data })
  }
  const stream = Buffer.concat(traffic.flatMap(({ apdu, answer }) => [apdu, answer]))
  return { uid, sessions, addresses: addressesIn(text), stream: new Uint8Array(stream) }
}

const statusOf = (answer: Uint8Array): number => (answer.at(-2) ?? 0) * 256 + (answer.at(-1) ?? 0)

const isOfGetVersion = (traffic: readonly Exchange[], index: number): boolean =>
  traffic[index - 2]?.apdu[1] === INSTRUCTION.getVersion

/** What looks like a SUN message in the characters that were read. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/[!-~]*p=[0-9A-F]{32,48}(?:&e=[0-9A-F]+)?&m=[0-9A-F]{16}/g)].map(([found]) => found)
