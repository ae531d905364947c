/** A table of a typeface (OpenType, “Table Directory”): where it begins and ends. Throws `TypeError` where it has none. */
export function tableOf(bytes: Uint8Array, tag: string): [from: number, to: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let at = 12; at < 12 + 16 * view.getUint16(4); at += 16)
    if (tagOf(view, at) === tag) {
      const from = view.getUint32(at + 8)
      return [from, from + view.getUint32(at + 12)]
    }
  throw new TypeError(`the typeface has no table ${tag}`)
}

const tagOf = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))

/** OpenType, “maxp”. */
export const glyphCount = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint16(tableOf(bytes, 'maxp')[0] + 4)
