import { createContext, use } from 'react'
import type { Editor } from './model/editor.ts'
import type { Scene } from './model/tree.ts'
import type { Painting } from './painting/use-painting.ts'

export interface View {
  /** pixels to the millimetre; `fit` shows the whole sheet */
  zoom: number | 'fit'
  /** pixels to the millimetre at which the whole sheet is seen */
  fitted: number
  gridUm: number
  isSnapping: boolean
  showsZones: boolean
}

/** What every part of the editor works with. */
export interface Bench {
  editor: Editor
  scene: Scene
  act: (change: (editor: Editor) => Editor) => void
  painting: Painting
  view: View
  setView: (change: Partial<View>) => void
}

export const BenchContext = createContext<Bench | undefined>(undefined)

export function useBench(): Bench {
  const bench = use(BenchContext)
  if (!bench) throw new Error('this is a part of the editor')
  return bench
}
