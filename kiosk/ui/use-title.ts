import { useEffect } from 'react'

/** Names the browser's tab. Nothing personal goes here: titles stay in the history. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Cardwright`
  }, [title])
}
