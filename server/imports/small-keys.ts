/** Row keys of a whole file in some bytes each: two that differ are taken for one less than once in ten thousand files. */
export class SmallKeys {
  readonly #keys = new Set<number>()

  has(rowKey: string): boolean {
    return this.#keys.has(small(rowKey))
  }

  add(rowKey: string): void {
    this.#keys.add(small(rowKey))
  }
}

/** 52 bits of it. */
const small = (rowKey: string): number => Number.parseInt(rowKey.replaceAll('-', '').slice(0, 13), 16)
