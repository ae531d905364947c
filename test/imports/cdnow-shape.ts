/**
 * Purchases in the shape of the CDNOW data set (customer, date, items, dollars; columns by spaces, no headings): some three a
 * customer, most of them one or two, over eighteen months. Seeded: the same numbers each time.
 */
export function* cdnowLines(customers: number, seed = 1): Generator<string, void, undefined> {
  const random = mulberry32(seed)
  for (let customer = 1; customer <= customers; customer += 1) {
    const purchases = 1 + Math.floor(-Math.log(1 - random()) * 2.46)
    for (let nth = 0; nth < purchases; nth += 1) {
      const day = new Date(Date.UTC(1997, 0, 1) + Math.floor(random() * 545) * 86_400_000)
      const items = 1 + Math.floor(-Math.log(1 - random()) * 1.9)
      const dollars = (Math.floor(random() * random() * 12_000) / 100).toFixed(2)
      yield ` ${String(customer).padStart(5, '0')} ${day.toISOString().slice(0, 10).replaceAll('-', '')} ${String(items).padStart(2)} ${dollars.padStart(7)}`
    }
  }
}

/** Mulberry32: a small generator of even numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
