import { RouterProvider } from '@tanstack/react-router'
import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { router } from './router.tsx'

mount(
  <Queries>
    <RouterProvider router={router} />
  </Queries>,
  { fonts: 'ours' },
)
