import { useState } from 'react'
import { change } from '../store/database.ts'
import type { RecordName, Vault } from '../store/vault.ts'

interface Keeper<Value> {
  keep: (value: Value) => void
  /** Writes nothing more, and waits for what is being written: else it might come after the entry made of it. */
  hold: () => Promise<void>
  release: () => void
}

/** Keeps the newest state of a record; while one is being written those in between are passed over. */
export function useKeeper<Value extends object>(vault: Vault, record: RecordName): Keeper<Value> {
  const [keeper] = useState((): Keeper<Value> => {
    let next: Value | undefined
    const hand = { isHeld: false }
    let writing: Promise<void> | undefined
    const run = async () => {
      while (next && !hand.isHeld) {
        const value = next
        next = undefined
        await change([await vault.put(record, value)]).catch(() => undefined)
      }
    }
    const goOn = () => {
      if (!next || hand.isHeld || writing) return
      writing = run().finally(() => {
        writing = undefined
        goOn()
      })
    }
    return {
      keep: (value) => {
        next = value
        goOn()
      },
      hold: async () => {
        hand.isHeld = true
        await writing
        next = undefined
      },
      release: () => {
        hand.isHeld = false
        goOn()
      },
    }
  })
  return keeper
}
