type Setting = 'language' | 'theme' | 'sound' | 'booth'

/** A choice that belongs to the device, not to a person: it outlives every reset of the screen. */
export function readSetting(setting: Setting): string | null {
  try {
    return localStorage.getItem(`cardwright.${setting}`)
  } catch {
    return null // storage may be forbidden; the page then forgets the choice when it is closed
  }
}

export function writeSetting(setting: Setting, value: string) {
  try {
    localStorage.setItem(`cardwright.${setting}`, value)
  } catch {
    // as above
  }
}
