import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const getParentRoute = () => root

/** Each page is fetched when somebody goes there; its texts come with it. */
const pages = [
  createRoute({
    getParentRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./today/today-page.tsx'), 'TodayPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives',
    component: lazyRouteComponent(() => import('./drives/drives-page.tsx'), 'DrivesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/new',
    component: lazyRouteComponent(() => import('./drives/new-drive-page.tsx'), 'NewDrivePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId',
    component: lazyRouteComponent(() => import('./drives/drive-page.tsx'), 'DrivePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/plan',
    component: lazyRouteComponent(() => import('./drives/plan-page.tsx'), 'PlanPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/live',
    component: lazyRouteComponent(() => import('./drives/live-page.tsx'), 'LivePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/results',
    component: lazyRouteComponent(() => import('./drives/results-page.tsx'), 'ResultsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/evening',
    component: lazyRouteComponent(() => import('./drives/evening-page.tsx'), 'EveningPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/forms',
    component: lazyRouteComponent(() => import('./drives/forms-page.tsx'), 'FormsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/tablets',
    component: lazyRouteComponent(() => import('./tablets/tablets-page.tsx'), 'TabletsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/drives/$driveId/tablets/$tabletId',
    component: lazyRouteComponent(() => import('./tablets/tablet-page.tsx'), 'TabletPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/batches',
    component: lazyRouteComponent(() => import('./batches/batches-page.tsx'), 'BatchesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/batches/new',
    component: lazyRouteComponent(() => import('./batches/new-batch-page.tsx'), 'NewBatchPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/batches/$batchId',
    component: lazyRouteComponent(() => import('./batches/batch-page.tsx'), 'BatchPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/batches/$batchId/encode',
    component: lazyRouteComponent(() => import('./encoding/encode-page.tsx'), 'EncodePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/designs',
    component: lazyRouteComponent(() => import('./designs/designs-page.tsx'), 'DesignsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/designs/$code',
    component: lazyRouteComponent(() => import('./designs/design-page.tsx'), 'DesignPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/designs/$code/edit',
    component: lazyRouteComponent(
      () => import('./designs/editor/design-editor-page.tsx'),
      'DesignEditorPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/printing',
    component: lazyRouteComponent(() => import('./printing/printing-page.tsx'), 'PrintingPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/stations',
    component: lazyRouteComponent(() => import('./stations/stations-page.tsx'), 'StationsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/bench',
    component: lazyRouteComponent(() => import('./bench/bench-page.tsx'), 'BenchPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/members',
    component: lazyRouteComponent(() => import('./members/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/members/$memberId',
    component: lazyRouteComponent(() => import('./members/member-page.tsx'), 'MemberPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/printing/letters',
    validateSearch: ({ card }): { card?: string } => (typeof card === 'string' ? { card } : {}),
    component: lazyRouteComponent(() => import('./printing/letters-page.tsx'), 'LettersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/alerts',
    component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/alerts/watches',
    component: lazyRouteComponent(() => import('./watch/watches-page.tsx'), 'WatchesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/complimentary',
    component: lazyRouteComponent(
      () => import('./complimentary/complimentary-page.tsx'),
      'ComplimentaryPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/activities',
    component: lazyRouteComponent(() => import('./activities/activities-page.tsx'), 'ActivitiesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/gifts',
    component: lazyRouteComponent(() => import('./gifts/gifts-page.tsx'), 'GiftsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme',
    component: lazyRouteComponent(() => import('./programme/programme-page.tsx'), 'ProgrammePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/rules',
    component: lazyRouteComponent(() => import('./programme/rules/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/report',
    component: lazyRouteComponent(() => import('./reports/report-page.tsx'), 'ReportPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/replays',
    component: lazyRouteComponent(() => import('./programme/replay/trials-page.tsx'), 'TrialsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/replays/$replayId',
    component: lazyRouteComponent(() => import('./programme/replay/trial-page.tsx'), 'TrialPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/partners',
    component: lazyRouteComponent(() => import('./partners/partners-page.tsx'), 'PartnersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/partners/$partnerId',
    component: lazyRouteComponent(() => import('./partners/partner-page.tsx'), 'PartnerPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/imports',
    component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/imports/$importId',
    component: lazyRouteComponent(() => import('./imports/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/webhooks',
    component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/webhooks/$webhookId',
    component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
  }),
]

export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: '/office',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
