import { memo } from 'react'

/** Our own painter's, which escapes what it is given; the policy of the page lets no script in it run. */
export const Picture = memo(({ svg }: { svg: string }) => <g dangerouslySetInnerHTML={{ __html: svg }} />)
