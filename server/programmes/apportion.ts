/**
 * Splits a whole amount over weights so that the parts add up to it: each gets its share rounded down, and what is left
 * goes, one by one, to the largest remainders, the first of equal ones. No part of an amount up to the sum of all
 * weights is larger than its weight. All zeros where no weight is above zero.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n)
  if (sum === 0n) return weights.map(() => 0n)
  const shares = weights.map((weight, index) => {
    const exact = total * weight
    return { index, part: exact / sum, remainder: exact % sum }
  })
  const given = shares.reduce((all, { part }) => all + part, 0n)
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )
  for (const share of byRemainder.slice(0, Number(total - given))) share.part += 1n
  return shares.map(({ part }) => part)
}
