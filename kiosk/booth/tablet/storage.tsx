import { useEffect, useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const shortMb = 200

interface Space {
  used: number
  free: number
  isKept: boolean
}

/** What the browser gives this tablet, and whether it has promised to keep it. */
export function Storage() {
  const text = useText()
  const [space, setSpace] = useState<Space>()
  useEffect(() => {
    readSpace().then(setSpace, () => undefined)
  }, [])
  if (!space) return null
  const { used, free, isKept } = space
  return (
    <section className="more-part" aria-labelledby="storage">
      <h2 id="storage">{text('space.title')}</h2>
      {free < shortMb ? (
        <Notice tone="caution" title={text('space.short')} todo={text('space.short.todo')} />
      ) : null}
      <p className="figures">{text('space.words', { used, free })}</p>
      <p className="soft">{text(isKept ? 'space.kept' : 'space.not-kept')}</p>
    </section>
  )
}

async function readSpace(): Promise<Space> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate()
  const isKept = (await navigator.storage.persisted()) || (await navigator.storage.persist())
  return { used: megabytes(usage), free: megabytes(quota - usage), isKept }
}

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000)
