/**
 * What whoever has not proven to be the member may know of a balance: how many digits it has, and of an account that is
 * not proven to be theirs not even that.
 */
export const shapeOf = (points: number, { sharesBalance }: { sharesBalance: boolean }): string =>
  sharesBalance ? '•'.repeat(String(points).length) : '—'
