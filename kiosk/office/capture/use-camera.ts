import { useEffect, useState, type RefObject } from 'react'

export type Camera = 'opening' | 'live' | 'none'

/** Shows the camera's picture in the video while it is there; the camera's light goes out with it. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, isWanted: boolean): Camera {
  const [state, setState] = useState<Camera>('opening')
  useEffect(() => {
    if (!isWanted) return undefined
    let stream: MediaStream | undefined
    let isGone = false
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    // A page that is neither HTTPS nor on this machine has no `mediaDevices`.
    const devices: MediaDevices | undefined = navigator.mediaDevices
    const ask = devices?.getUserMedia({ video: { facingMode: 'user', height: { ideal: 1_080 } } })
    const found = ask ?? Promise.reject(new Error('no camera'))
    found.then(
      (live) => {
        stream = live
        if (isGone) return stop()
        const place = video.current
        if (!place) return undefined
        place.addEventListener('loadeddata', () => (isGone ? undefined : setState('live')), { once: true })
        place.srcObject = live
        return undefined
      },
      () => (isGone ? undefined : setState('none')),
    )
    return () => {
      isGone = true
      stop()
      setState('opening')
    }
  }, [video, isWanted])
  return state
}
