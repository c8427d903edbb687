// Members: programme, levels, benefits, points and stored value.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

const membershipRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/membership',
  component: lazyRouteComponent(
    () => withTexts(['members', 'decoration'], import('./ProgrammePage.tsx')),
    'ProgrammePage',
  ),
})

const membersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/members',
  validateSearch: texts('tab', 'ladder', 'level', 'q', 'grace', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('members', import('./MembersPage.tsx')),
    'MembersPage',
  ),
})

const benefitsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/benefits',
  component: lazyRouteComponent(
    () => withTexts(['members', 'promotion'], import('./BenefitsPage.tsx')),
    'BenefitsPage',
  ),
})

const pointsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/points',
  validateSearch: texts('tab', 'customer'),
  component: lazyRouteComponent(
    () => withTexts('points', import('../points/PointsPage.tsx')),
    'PointsPage',
  ),
})

const storedValueRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/stored-value',
  validateSearch: texts('tab', 'customer', 'q', 'state', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('points', import('../stored-value/StoredValuePage.tsx')),
    'StoredValuePage',
  ),
})

const sessionCardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/session-cards',
  validateSearch: texts('tab', 'q', 'state', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('points', import('../session-cards/SessionCardsPage.tsx')),
    'SessionCardsPage',
  ),
})

const rewardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/rewards',
  validateSearch: texts('q', 'state'),
  component: lazyRouteComponent(
    () => withTexts(['rewards', 'decoration'], import('../rewards/RewardsPage.tsx')),
    'RewardsPage',
  ),
})
const rewardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/rewards/$rewardId',
  component: lazyRouteComponent(
    () => withTexts(['rewards', 'decoration'], import('../rewards/RewardPage.tsx')),
    'RewardPage',
  ),
})

export const memberRoutes = [
  membershipRoute,
  membersRoute,
  benefitsRoute,
  pointsRoute,
  storedValueRoute,
  sessionCardsRoute,
  rewardsRoute,
  rewardRoute,
]
