import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Sentence } from '../platform/refusal.ts'
import type { Driver } from './schema.ts'

const resolver = createRequire(import.meta.url)

interface NativeDriver {
  name: string
  for: Sentence
  install: string
  isThere: () => boolean
}

/** The native drivers that a station on this machine would load; none of them is loaded here. */
const nativeDrivers: readonly NativeDriver[] = [
  {
    name: 'nfc-pcsc',
    for: { zh: 'NFC 读写器（PC/SC）', en: 'NFC readers (PC/SC)' },
    install: 'npm install --no-save pcsc-mini',
    isThere: () => isInstalled('nfc-pcsc') || isInstalled('pcsc-mini'),
  },
  {
    name: 'pcscd',
    for: { zh: '智能卡服务（pcscd）', en: 'the smart card service (pcscd)' },
    install: 'sudo apt-get install -y pcscd && sudo systemctl enable --now pcscd.socket',
    isThere: () => process.platform !== 'linux' || ['/usr/sbin/pcscd', '/usr/bin/pcscd'].some(existsSync),
  },
  {
    name: 'node-hid',
    for: { zh: '磁条读写器（USB HID）', en: 'magnetic stripe writers (USB HID)' },
    install: 'sudo apt-get install -y libusb-1.0-0 libudev1',
    isThere: () => isInstalled('node-hid'),
  },
]

function isInstalled(name: string): boolean {
  try {
    resolver.resolve(name)
    return true
  } catch {
    return false
  }
}

/** What works with real devices on this machine, and the one line that installs what is missing. */
export function describeDrivers(language: keyof Sentence): Driver[] {
  return nativeDrivers.map(({ name, install, isThere, for: purpose }) =>
    isThere()
      ? { name, state: 'ready', sentence: sentences.ready[language](purpose[language]) }
      : { name, state: 'missing', sentence: sentences.missing[language](purpose[language]), install },
  )
}

const sentences = {
  ready: {
    zh: (purpose: string) => `${purpose}的驱动已安装，接上真实设备即可使用。`,
    en: (purpose: string) =>
      `The driver for ${purpose} is installed: real devices work when they are plugged in.`,
  },
  missing: {
    zh: (purpose: string) => `${purpose}的驱动没有安装：模拟设备不受影响，要用真实设备请运行下面这一行。`,
    en: (purpose: string) =>
      `The driver for ${purpose} is not installed: simulated devices work all the same; for real ones run this line.`,
  },
}
