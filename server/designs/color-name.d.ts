declare module 'color-name' {
  /** CSS Color 4 §6.1: the named colours as red, green and blue, 0 to 255. */
  const names: Readonly<Record<string, readonly [number, number, number]>>
  export default names
}
