import type * as schema from '../../server/edge/schema.ts'
import { read } from './route.ts'

export type LaptopState = schema.LaptopState

export const getLaptop = read<LaptopState>()('/api/v1/laptop')
