import { type ComponentType, render } from 'preact'
import { LocationProvider, lazy, Route, Router } from 'preact-iso'
import { frontOf, home, storefront, to } from './address.ts'
import { ApiError } from './api/client.ts'
import './look/base.css'
import './look/goods.css'
import './look/forms.css'
import './look/orders.css'
import './look/member.css'
import './look/groups.css'
import './look/home.css'
import './look/sales.css'
import './look/reviews.css'
import './look/cards.css'
import { rememberCameBy } from './came-by.ts'
import { HomePage } from './pages/HomePage.tsx'
import { loadShop, shop, wearColour } from './shop.ts'
import { errorText, languageFor, speak, t } from './texts.ts'
import { Page, Tabs } from './ui/Frame.tsx'
import { Empty } from './ui/States.tsx'

const ClosedPage = lazy(() => import('./pages/ClosedPage.tsx').then((m) => m.ClosedPage))
const ProductPage = lazy(() => import('./pages/ProductPage.tsx').then((m) => m.ProductPage))
const CartPage = lazy(() => import('./pages/CartPage.tsx').then((m) => m.CartPage))
const CheckoutPage = lazy(() => import('./pages/CheckoutPage.tsx').then((m) => m.CheckoutPage))
const OrdersPage = lazy(() => import('./pages/OrdersPage.tsx').then((m) => m.OrdersPage))
const OrderPage = lazy(() => import('./pages/OrderPage.tsx').then((m) => m.OrderPage))
const FlashPage = lazy(() => import('./pages/FlashPage.tsx').then((m) => m.FlashPage))
const GroupPage = lazy(() => import('./pages/GroupPage.tsx').then((m) => m.GroupPage))
const QuotationPage = lazy(() => import('./pages/QuotationPage.tsx').then((m) => m.QuotationPage))
const FormPage = lazy(() => import('./pages/FormPage.tsx').then((m) => m.FormPage))
const SignInPage = lazy(() => import('./pages/SignInPage.tsx').then((m) => m.SignInPage))
const MePage = lazy(() => import('./pages/MePage.tsx').then((m) => m.MePage))
const MessagesPage = lazy(() => import('./pages/MessagesPage.tsx').then((m) => m.MessagesPage))
const MemberPage = lazy(() => import('./pages/MemberPage.tsx').then((m) => m.MemberPage))
const FavouritesPage = lazy(() =>
  import('./pages/FavouritesPage.tsx').then((m) => m.FavouritesPage),
)
const ReviewPage = lazy(() => import('./pages/ReviewPage.tsx').then((m) => m.ReviewPage))
const MemberCodePage = lazy(() =>
  import('./pages/MemberCodePage.tsx').then((m) => m.MemberCodePage),
)
const AppointmentsPage = lazy(() =>
  import('./pages/AppointmentsPage.tsx').then((m) => m.AppointmentsPage),
)
const AppointmentPage = lazy(() =>
  import('./pages/AppointmentPage.tsx').then((m) => m.AppointmentPage),
)
const BookPage = lazy(() => import('./pages/BookPage.tsx').then((m) => m.BookPage))
const PointsPage = lazy(() => import('./pages/PointsPage.tsx').then((m) => m.PointsPage))
const RewardsPage = lazy(() => import('./pages/RewardsPage.tsx').then((m) => m.RewardsPage))
const RewardPage = lazy(() => import('./pages/RewardPage.tsx').then((m) => m.RewardPage))
const ContentPage = lazy(() => import('./pages/ContentPage.tsx').then((m) => m.ContentPage))
const CouponsPage = lazy(() => import('./pages/CouponsPage.tsx').then((m) => m.CouponsPage))
const AddressesPage = lazy(() => import('./pages/AddressesPage.tsx').then((m) => m.AddressesPage))
const CouponGiftPage = lazy(() =>
  import('./pages/CouponGiftPage.tsx').then((m) => m.CouponGiftPage),
)
const StoredValuePage = lazy(() =>
  import('./pages/StoredValuePage.tsx').then((m) => m.StoredValuePage),
)
const CardsPage = lazy(() => import('./pages/CardsPage.tsx').then((m) => m.CardsPage))
const SubscriptionsPage = lazy(() =>
  import('./pages/SubscriptionsPage.tsx').then((m) => m.SubscriptionsPage),
)
const SubscriptionPage = lazy(() =>
  import('./pages/SubscriptionPage.tsx').then((m) => m.SubscriptionPage),
)
const AffiliatePage = lazy(() => import('./pages/AffiliatePage.tsx').then((m) => m.AffiliatePage))
const GiftPage = lazy(() => import('./pages/GiftPage.tsx').then((m) => m.GiftPage))
const BestiePage = lazy(() => import('./pages/BestiePage.tsx').then((m) => m.BestiePage))
const BestiesPage = lazy(() => import('./pages/BestiesPage.tsx').then((m) => m.BestiesPage))
const PrivacyPage = lazy(() => import('./pages/PrivacyPage.tsx').then((m) => m.PrivacyPage))

/** A page of what is sold: where the shop is not shown to her, it says why instead. */
const sold = (Sold: ComponentType) => () => (shop.value?.closed ? <ClosedPage /> : <Sold />)
const SOLD = {
  home: sold(HomePage),
  product: sold(ProductPage),
  cart: sold(CartPage),
  checkout: sold(CheckoutPage),
  favourites: sold(FavouritesPage),
  group: sold(GroupPage),
  flash: sold(FlashPage),
}

function Shop() {
  return (
    <LocationProvider scope={home}>
      <Router onRouteChange={() => window.scrollTo(0, 0)}>
        <Route path={to('/')} component={SOLD.home} />
        <Route path={to('/p/:sku')} component={SOLD.product} />
        <Route path={to('/cart')} component={SOLD.cart} />
        <Route path={to('/checkout')} component={SOLD.checkout} />
        <Route path={to('/orders')} component={OrdersPage} />
        <Route path={to('/orders/:id')} component={OrderPage} />
        <Route path={to('/orders/:id/reviews')} component={ReviewPage} />
        <Route path={to('/subscriptions')} component={SubscriptionsPage} />
        <Route path={to('/subscriptions/:id')} component={SubscriptionPage} />
        <Route path={to('/favourites')} component={SOLD.favourites} />
        <Route path={to('/groups/:id')} component={SOLD.group} />
        <Route path={to('/flash-sales')} component={SOLD.flash} />
        <Route path={to('/quotations/:code')} component={QuotationPage} />
        <Route path={to('/f/:code')} component={FormPage} />
        <Route path={to('/sign-in')} component={SignInPage} />
        <Route path={to('/me')} component={MePage} />
        <Route path={to('/member')} component={MemberPage} />
        <Route path={to('/member-code')} component={MemberCodePage} />
        <Route path={to('/appointments')} component={AppointmentsPage} />
        <Route path={to('/appointments/:id')} component={AppointmentPage} />
        <Route path={to('/book/:id')} component={BookPage} />
        <Route path={to('/points')} component={PointsPage} />
        <Route path={to('/rewards')} component={RewardsPage} />
        <Route path={to('/rewards/:id')} component={RewardPage} />
        <Route path={to('/contents/:id')} component={ContentPage} />
        <Route path={to('/coupons')} component={CouponsPage} />
        <Route path={to('/addresses')} component={AddressesPage} />
        <Route path={to('/coupon-gift/:token')} component={CouponGiftPage} />
        <Route path={to('/stored-value')} component={StoredValuePage} />
        <Route path={to('/cards')} component={CardsPage} />
        <Route path={to('/gift/:code')} component={GiftPage} />
        <Route path={to('/affiliate')} component={AffiliatePage} />
        <Route path={to('/bestie/:code')} component={BestiePage} />
        <Route path={to('/bestie-cards')} component={BestiesPage} />
        <Route path={to('/messages')} component={MessagesPage} />
        <Route path={to('/privacy')} component={PrivacyPage} />
        <Route default component={NoSuchPage} />
      </Router>
      <Tabs />
    </LocationProvider>
  )
}
const NoSuchPage = () => (
  <Page title={t('state.no_such_page')}>
    <Empty title={t('state.no_such_page_why')}>
      <a class="quiet" href={to('/')}>
        {t('tab.home')}
      </a>
    </Empty>
  </Page>
)

async function start(root: HTMLElement): Promise<void> {
  rememberCameBy()
  try {
    const shop = await loadShop()
    wearColour(shop.at?.accent ?? null)
    await speak(languageFor(navigator.language, shop.language))
    render(<Shop />, root)
  } catch (error) {
    await speak(languageFor(navigator.language, 'zh-CN'))
    const code = error instanceof ApiError ? error.code : 'unreadable'
    // A storefront that is no more: the shop itself is.
    if (code === 'storefront_not_found' && storefront !== '')
      return window.location.replace(frontOf(''))
    if (!(error instanceof ApiError)) console.error(error)
    document.title = errorText(code)
    render(
      <main>
        <Empty title={errorText(code)}>
          <button type="button" class="quiet" onClick={() => window.location.reload()}>
            {t('action.again')}
          </button>
        </Empty>
      </main>,
      root,
    )
  }
}
const root = document.getElementById('root')
if (root) void start(root)
