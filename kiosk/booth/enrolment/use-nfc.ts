import { useEffect, useEffectEvent, useState } from 'react'

/** Web NFC (W3C Community Group draft); Chrome on Android has it, and no types yet. */
interface NfcReader extends EventTarget {
  scan: (options: { signal: AbortSignal }) => Promise<void>
}
interface NfcReading extends Event {
  message: { records: readonly { recordType: string; data?: DataView }[] }
}
type NfcReaderMaker = new () => NfcReader

/** `off`: this browser has none; `refused`: it was not allowed. */
export type Nfc = 'off' | 'ready' | 'refused'

/** Hears a card's chip at the tablet's own back; the browser asks once whether it may. */
export function useNfc(onAddress: (uri: string) => void): Nfc {
  const [nfc, setNfc] = useState<Nfc>('off')
  const tell = useEffectEvent(onAddress)
  useEffect(() => {
    const Reader = (globalThis as { NDEFReader?: NfcReaderMaker }).NDEFReader
    if (!Reader) return undefined
    const stop = new AbortController()
    const reader = new Reader()
    reader.addEventListener('reading', (event) => {
      const address = addressOf(event as NfcReading)
      if (address && !stop.signal.aborted) tell(address)
    })
    reader.scan({ signal: stop.signal }).then(
      () => setNfc('ready'),
      () => setNfc(stop.signal.aborted ? 'off' : 'refused'),
    )
    return () => stop.abort()
  }, [])
  return nfc
}

function addressOf({ message }: NfcReading): string | undefined {
  const record = message.records.find(({ recordType }) => recordType === 'url')
  const address = record?.data && new TextDecoder().decode(record.data)
  return address && address.length <= 500 ? address : undefined
}
