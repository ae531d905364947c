import { setTimeout as pause } from 'node:timers/promises'
import {
  stripeWriters,
  type FoundStripe,
  type SerialChoice,
  type StripeWriterKind,
} from '../magnetic/writers.ts'
import { HardwareError } from '../ports.ts'
import type { StripeDevices } from './stripe-devices.ts'

const LOOK_FOR_DEVICES_EVERY_MS = 2_000
/** A device that is just being pulled fails once and is gone at the next look. */
const FAILURES_BEFORE_IT_IS_TOLD = 2
/** What never answers like a stripe writer is something else: it is left alone until it is plugged in anew. */
const TRIES_OF_A_SILENT_PORT = 3

export interface StripeFollowing {
  stripes: StripeDevices
  serial: SerialChoice
  log: (sentence: string) => void
  driverMissing: (driver: StripeWriterKind['driver']) => void
  closing: AbortSignal
}

/** Opens each stripe device as it is plugged in, of every kind that we know, until `closing`. */
export async function followStripes(options: StripeFollowing): Promise<void> {
  const names = new Set<string>()
  await Promise.all(stripeWriters.map((kind) => followKind(kind, names, options)))
}

async function followKind(
  kind: StripeWriterKind,
  names: Set<string>,
  { stripes, serial, log, driverMissing, closing }: StripeFollowing,
): Promise<void> {
  const opened = new Set<string>()
  const failures = new Map<string, number>()

  async function tryOpening({ path, name: product }: FoundStripe): Promise<void> {
    const name = freeName(product, names)
    try {
      const device = await kind.open(path, () => {
        opened.delete(path)
        names.delete(name)
        stripes.gone(name)
        log(`Stripe writer gone: ${name}.`)
      })
      if (closing.aborted) return device.close()
      opened.add(path)
      names.add(name)
      failures.delete(path)
      stripes.appeared(name, device, 'tap')
      log(`Stripe writer ready: ${name}.`)
    } catch (error) {
      if (!(error instanceof HardwareError)) throw error
      const count = (failures.get(path) ?? 0) + 1
      failures.set(path, count)
      if (error.code === 'timeout' && count >= TRIES_OF_A_SILENT_PORT) {
        failures.set(path, Infinity)
        log(`No stripe writer (${kind.models}) answers at ${path}.`)
      } else if (error.code !== 'timeout' && count === FAILURES_BEFORE_IT_IS_TOLD)
        log(
          `The stripe writer ${name} cannot be opened: let this user read and write ${path} (${kind.permission}), and end other programs that hold it.`,
        )
    }
  }

  try {
    while (!closing.aborted) {
      const found = await kind.find({ serial })
      forgetUnplugged(failures, found)
      for (const device of found)
        if (!opened.has(device.path) && failures.get(device.path) !== Infinity) await tryOpening(device)
      await pause(LOOK_FOR_DEVICES_EVERY_MS, undefined, { signal: closing })
    }
  } catch (error) {
    if (closing.aborted) return
    if (error instanceof HardwareError && error.code === 'driver-missing') return driverMissing(kind.driver)
    log(`Stripe writers (${kind.models}) cannot be watched any more: start the station again.`)
  }
}

function forgetUnplugged(failures: Map<string, number>, found: readonly FoundStripe[]): void {
  for (const path of failures.keys()) if (!found.some((device) => device.path === path)) failures.delete(path)
}

/** Two devices of one kind tell the same name: the second becomes "… 2". */
function freeName(product: string, taken: ReadonlySet<string>): string {
  let name = product
  for (let number = 2; taken.has(name); number++) name = `${product} ${number}`
  return name
}
