import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { StartPage } from './start-page.tsx'

mount(
  <Queries>
    <StartPage />
  </Queries>,
  { fonts: 'ours' },
)
