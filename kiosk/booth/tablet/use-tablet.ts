import { useSyncExternalStore } from 'react'
import type { Tablet, TabletView } from '../store/tablet.ts'

export const useTabletView = ({ subscribe, view }: Tablet): TabletView =>
  useSyncExternalStore(subscribe, view)
