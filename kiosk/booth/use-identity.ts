import { useCallback, useEffect, useState } from 'react'
import { readIdentity, type TabletIdentity } from './store/identity.ts'

/** Which tablet this browser is, if any; `isKnown` is false while that is being read. */
export function useIdentity() {
  const [identity, setIdentity] = useState<TabletIdentity>()
  const [isKnown, setIsKnown] = useState(false)
  const readAgain = useCallback(() => {
    readIdentity()
      .then(setIdentity, () => setIdentity(undefined)) // no storage: then it is no tablet
      .finally(() => setIsKnown(true))
  }, [])
  useEffect(readAgain, [readAgain])
  return { identity, isKnown, readAgain }
}
