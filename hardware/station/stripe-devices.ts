import { HardwareError, type MagneticWriter } from '../ports.ts'
import type { StripeDevice } from '../magnetic/writers.ts'
import type { DeviceDescription, DeviceMode } from './messages.ts'
import type { Report } from './nfc-readers.ts'

interface StripeState {
  device: StripeDevice
  mode: DeviceMode
  /** Jobs that wait for a swipe. */
  jobs: number
  stopListening: () => void
}

/** The magnetic-stripe devices of a station: writers that wait for orders, and readers that report each swipe. */
export function createStripeDevices(options: { simulated: boolean; report: Report }) {
  const { simulated, report } = options
  const devices = new Map<string, StripeState>()

  const describe = (name: string, state: StripeState): DeviceDescription => ({
    name,
    kind: 'magnetic',
    simulated,
    mode: state.mode,
    state: state.jobs > 0 ? 'waiting' : 'ready',
  })
  const changed = (name: string, state: StripeState): void =>
    report({ type: 'device-changed', device: describe(name, state) })

  function listen(name: string, device: StripeDevice): () => void {
    const stopSwipes = device.onSwipe((tracks) => report({ type: 'swipe', device: name, tracks }))
    const stopMisreads = device.onMisread(({ code }) =>
      report({ type: 'misread', device: name, error: { code } }),
    )
    return () => {
      stopMisreads()
      stopSwipes()
    }
  }

  function findDevice(name: string): StripeState {
    const state = devices.get(name)
    if (!state) throw new HardwareError('device-missing')
    return state
  }

  return {
    describeAll: (): DeviceDescription[] => [...devices].map(([name, state]) => describe(name, state)),
    has: (name: string): boolean => devices.has(name),

    appeared(name: string, device: StripeDevice, mode: DeviceMode): void {
      const stopListening = mode === 'tap' ? listen(name, device) : () => undefined
      const state: StripeState = { device, mode, jobs: 0, stopListening }
      devices.set(name, state)
      changed(name, state)
    },

    gone(name: string): void {
      const state = devices.get(name)
      if (!state) return
      devices.delete(name)
      report({ type: 'device-changed', device: { ...describe(name, state), state: 'gone' } })
    },

    setMode(name: string, mode: DeviceMode): void {
      const state = findDevice(name)
      if (state.mode !== mode) {
        state.stopListening()
        state.stopListening = mode === 'tap' ? listen(name, state.device) : () => undefined
        state.mode = mode
      }
      changed(name, state)
    },

    /** Runs a job on the named writer, and shows meanwhile that it waits for a swipe. */
    async job<T>(name: string, work: (writer: MagneticWriter) => Promise<T>): Promise<T> {
      const state = findDevice(name)
      state.jobs += 1
      changed(name, state)
      try {
        return await work(state.device)
      } finally {
        state.jobs -= 1
        if (devices.get(name) === state) changed(name, state)
      }
    },

    async close(): Promise<void> {
      await Promise.allSettled([...devices.values()].map(({ device }) => device.close()))
    },
  }
}

export type StripeDevices = ReturnType<typeof createStripeDevices>
