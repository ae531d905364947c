import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { LaptopPage } from './laptop-page.tsx'

mount(
  <Queries>
    <LaptopPage />
  </Queries>,
  { fonts: 'ours' },
)
