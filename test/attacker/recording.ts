import type { CardChannel } from '../../hardware/ports.ts'

/** One command and its answer, as they passed the station. */
export interface Exchange {
  apdu: Uint8Array
  answer: Uint8Array
}

/** Listens to a channel as somebody at the station could; @returns the channel, and what passes from now on. */
export function listenedTo(channel: CardChannel): { channel: CardChannel; traffic: Exchange[] } {
  const traffic: Exchange[] = []
  return {
    traffic,
    channel: {
      ...(channel.uidHint === undefined ? {} : { uidHint: channel.uidHint }),
      async transmit(apdu) {
        const answer = await channel.transmit(apdu)
        traffic.push({ apdu: apdu.slice(), answer: answer.slice() })
        return answer
      },
    },
  }
}
