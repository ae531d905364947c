import type { Design, Side } from '../../../../../card-designs/engine/design.ts'
import type { Fault } from '../../../../api/designs.ts'
import type { DataChoice } from './card-data.ts'

/** What is asked of the worker that lays out and paints. */
export type Ask =
  | { kind: 'paint'; serial: number; design: Design; side: Side; data: DataChoice; origin: string }
  | { kind: 'check'; serial: number; design: Design }

/** How one element of a side looks: `svg` is left out where the page has it under this key already. */
export interface Painted {
  id: string
  key: number
  svg?: string
  /** it cannot be printed as it is; what is shown is the nearest that can be drawn, if anything */
  isBroken: boolean
}

export type Answer =
  | { kind: 'painted'; serial: number; pictures: Painted[] }
  | { kind: 'checked'; serial: number; faults: Fault[] }
  | { kind: 'failed'; serial: number }
