import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'
import { TodayPage } from './today-page.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const today = createRoute({ getParentRoute: () => root, path: '/', component: TodayPage })

export const router = createRouter({
  routeTree: root.addChildren([today]),
  basepath: '/office',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
