import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { appointmentRoutes } from './appointments/routes.tsx'
import { appRoute, rootRoute } from './appRoute.tsx'
import { tradeRoutes } from './commerce/routes.tsx'
import { withTexts } from './i18n/language.ts'
import { insightRoutes } from './insight/routes.tsx'
import { leadRoutes } from './leads/routes.tsx'
import { memberRoutes } from './members/routes.tsx'
import { promotionRoutes } from './promotion/routes.tsx'
import { quotationRoutes } from './quotations/routes.tsx'
import { texts } from './search.ts'
import { maySeeHome } from './shell/pages.ts'
import { Blank } from './shell/Waiting.tsx'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: texts('to'),
  component: lazyRouteComponent(() => import('./session/SignInPage.tsx'), 'SignInPage'),
  pendingComponent: Blank,
})

const claimRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/claim',
  validateSearch: texts('token', 'email'),
  component: lazyRouteComponent(() => import('./session/ClaimPage.tsx'), 'ClaimPage'),
  pendingComponent: Blank,
})

const newBrandRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-brand',
  component: lazyRouteComponent(() => import('./session/NewBrandPage.tsx'), 'NewBrandPage'),
  pendingComponent: Blank,
})

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    if (!maySeeHome(context.session)) throw redirect({ to: '/customers', replace: true })
  },
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
})

const helpRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/help/$doc',
  component: lazyRouteComponent(() => import('./help/HelpPage.tsx'), 'HelpPage'),
})

const customersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/customers',
  validateSearch: texts('q', 'namespace', 'tag', 'filter', 'sort', 'cols', 'cursor'),
  component: lazyRouteComponent(() => import('./customers/CustomersPage.tsx'), 'CustomersPage'),
})

const customerRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/customers/$customerId',
  validateSearch: texts('tab', 'kind', 'platform', 'name', 'source', 'from', 'to'),
  component: lazyRouteComponent(() => import('./customers/CustomerPage.tsx'), 'CustomerPage'),
})

const mergeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/customers/$customerId/merge',
  validateSearch: texts('q', 'with'),
  component: lazyRouteComponent(() => import('./identity/MergePage.tsx'), 'MergePage'),
})

const tagsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tags',
  validateSearch: texts('tab', 'create'),
  component: lazyRouteComponent(() => import('./profile/TagsPage.tsx'), 'TagsPage'),
})

const attributesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/attributes',
  component: lazyRouteComponent(() => import('./profile/AttributesPage.tsx'), 'AttributesPage'),
})

const audiencesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audiences',
  validateSearch: texts('q', 'state', 'kind', 'folder', 'sort', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('audiences', import('./audiences/AudiencesPage.tsx')),
    'AudiencesPage',
  ),
})

const audienceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audiences/$audienceId',
  validateSearch: texts('tab', 'with', 'customer', 'left', 'right', 'day'),
  component: lazyRouteComponent(
    () => withTexts('audiences', import('./audiences/AudiencePage.tsx')),
    'AudiencePage',
  ),
})

const newAudienceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audiences/new',
  validateSearch: texts('template', 'values'),
  component: lazyRouteComponent(
    () => withTexts(['audiences', 'templates'], import('./audiences/RulePage.tsx')),
    'NewRulePage',
  ),
})

const templatesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audiences/templates',
  validateSearch: texts('group'),
  component: lazyRouteComponent(
    () => withTexts(['audiences', 'templates'], import('./templates/TemplatesPage.tsx')),
    'TemplatesPage',
  ),
})

const poolsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/pools',
  validateSearch: texts('state', 'create', 'audience'),
  component: lazyRouteComponent(
    () => withTexts('pools', import('./pools/PoolsPage.tsx')),
    'PoolsPage',
  ),
})

const poolRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/pools/$poolId',
  component: lazyRouteComponent(
    () => withTexts(['audiences', 'templates', 'pools'], import('./pools/PoolPage.tsx')),
    'PoolPage',
  ),
})

const audienceRuleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audiences/$audienceId/rule',
  component: lazyRouteComponent(
    () => withTexts(['audiences', 'templates'], import('./audiences/RulePage.tsx')),
    'RulePage',
  ),
})

const computedListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/computed-attributes',
  validateSearch: texts('q', 'state'),
  component: lazyRouteComponent(
    () => withTexts('audiences', import('./audiences/computed/ComputedListPage.tsx')),
    'ComputedListPage',
  ),
})

const newComputedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/computed-attributes/new',
  component: lazyRouteComponent(
    () => withTexts('audiences', import('./audiences/computed/ComputedEditor.tsx')),
    'NewComputedPage',
  ),
})

const computedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/computed-attributes/$computedId',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(
    () => withTexts(['audiences', 'templates'], import('./audiences/computed/ComputedPage.tsx')),
    'ComputedPage',
  ),
})

const editComputedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/computed-attributes/$computedId/edit',
  component: lazyRouteComponent(
    () => withTexts('audiences', import('./audiences/computed/ComputedEditor.tsx')),
    'EditComputedPage',
  ),
})

const conflictsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/identity/conflicts',
  validateSearch: texts('state', 'kind', 'namespace', 'cursor'),
  component: lazyRouteComponent(() => import('./identity/ConflictsPage.tsx'), 'ConflictsPage'),
})

const liveRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/events',
  validateSearch: texts('name', 'source', 'customer', 'from', 'to'),
  component: lazyRouteComponent(() => import('./events/LivePage.tsx'), 'LivePage'),
})

const catalogueRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/events/catalogue',
  validateSearch: texts('q', 'status', 'problem', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/CataloguePage.tsx')),
    'CataloguePage',
  ),
})

const trackedEventRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/events/catalogue/$event',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/EventPage.tsx')),
    'EventPage',
  ),
})

const qualityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tracking/quality',
  validateSearch: texts('source'),
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/QualityPage.tsx')),
    'QualityPage',
  ),
})

const planRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tracking/plan',
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/PlanPage.tsx')),
    'PlanPage',
  ),
})

const namingRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tracking/naming',
  validateSearch: texts('tab', 'q', 'cursor', 'open'),
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/NamingPage.tsx')),
    'NamingPage',
  ),
})

const pictureRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tracking/naming/page',
  validateSearch: texts('key', 'screen'),
  component: lazyRouteComponent(
    () => withTexts('tracking', import('./tracking/PicturePage.tsx')),
    'PicturePage',
  ),
})

const deadLettersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/dead-letters',
  validateSearch: texts('code', 'state', 'rule', 'source', 'open', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('dead-letters', import('./events/DeadLettersPage.tsx')),
    'DeadLettersPage',
  ),
})

const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports',
  validateSearch: texts('cursor'),
  component: lazyRouteComponent(
    () => withTexts('imports', import('./imports/ImportsPage.tsx')),
    'ImportsPage',
  ),
})

const importWizardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/new',
  validateSearch: texts('upload', 'step', 'mends', 'like'),
  component: lazyRouteComponent(
    () => withTexts('imports', import('./imports/WizardPage.tsx')),
    'WizardPage',
  ),
})

const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/$importId',
  component: lazyRouteComponent(
    () => withTexts('imports', import('./imports/ImportPage.tsx')),
    'ImportPage',
  ),
})

const noticesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/notices',
  validateSearch: texts('show', 'cursor'),
  component: lazyRouteComponent(() => import('./desk/NoticesPage.tsx'), 'NoticesPage'),
})

const approvalsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/approvals',
  validateSearch: texts('show', 'open', 'cursor'),
  component: lazyRouteComponent(() => import('./desk/ApprovalsPage.tsx'), 'ApprovalsPage'),
})

const exportsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/exports',
  validateSearch: texts('show', 'cursor'),
  component: lazyRouteComponent(() => import('./desk/ExportsPage.tsx'), 'ExportsPage'),
})

const integrationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/integrations',
  validateSearch: texts('kind', 'create'),
  component: lazyRouteComponent(
    () => withTexts('integration', import('./integration/IntegrationsPage.tsx')),
    'IntegrationsPage',
  ),
})

const webhookRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/integrations/webhooks/$webhookId',
  validateSearch: texts('state', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('integration', import('./integration/WebhookPage.tsx')),
    'WebhookPage',
  ),
})

const keysRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/keys',
  validateSearch: texts('kind', 'create'),
  component: lazyRouteComponent(() => import('./keys/KeysPage.tsx'), 'KeysPage'),
})

const sdkRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/sdk',
  validateSearch: texts('platform', 'key'),
  component: lazyRouteComponent(() => withTexts('sdk', import('./sdk/SdkPage.tsx')), 'SdkPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  validateSearch: texts('action', 'actor', 'subject', 'subject_id', 'from', 'to', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['audit', 'commerce'], import('./audit/AuditPage.tsx')),
    'AuditPage',
  ),
})

const orgRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/org',
  validateSearch: texts('region', 'tab', 'q', 'state', 'staff', 'cursor'),
  component: lazyRouteComponent(() => import('./org/OrgPage.tsx'), 'OrgPage'),
})

const teamRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/team',
  component: lazyRouteComponent(() => withTexts('team', import('./org/TeamPage.tsx')), 'TeamPage'),
})

const preferencesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/preferences',
  component: lazyRouteComponent(() => import('./session/PreferencesPage.tsx'), 'PreferencesPage'),
})

const paymentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/payments',
  component: lazyRouteComponent(
    () => withTexts('payments', import('./payments/PaymentsPage.tsx')),
    'PaymentsPage',
  ),
})

const privacyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/privacy',
  validateSearch: texts('tab', 'cursor'),
  component: lazyRouteComponent(() => import('./people/PrivacyPage.tsx'), 'PrivacyPage'),
})

export const routeTree = rootRoute.addChildren([
  signInRoute,
  claimRoute,
  newBrandRoute,
  appRoute.addChildren([
    homeRoute,
    helpRoute,
    customersRoute,
    customerRoute,
    mergeRoute,
    tagsRoute,
    attributesRoute,
    computedListRoute,
    newComputedRoute,
    computedRoute,
    editComputedRoute,
    audiencesRoute,
    audienceRoute,
    newAudienceRoute,
    templatesRoute,
    poolsRoute,
    poolRoute,
    audienceRuleRoute,
    paymentsRoute,
    ...tradeRoutes,
    ...promotionRoutes,
    ...leadRoutes,
    ...quotationRoutes,
    ...appointmentRoutes,
    ...memberRoutes,
    ...insightRoutes,
    conflictsRoute,
    liveRoute,
    catalogueRoute,
    trackedEventRoute,
    qualityRoute,
    planRoute,
    namingRoute,
    pictureRoute,
    deadLettersRoute,
    importsRoute,
    importWizardRoute,
    importRoute,
    noticesRoute,
    approvalsRoute,
    exportsRoute,
    integrationsRoute,
    webhookRoute,
    orgRoute,
    teamRoute,
    preferencesRoute,
    sdkRoute,
    keysRoute,
    auditRoute,
    privacyRoute,
  ]),
])
