// Every kind of personal data, on one page, in the order in which an erasure takes it away: what
// names a node first, the nodes' own identity last. A test compares its tables with the database.
import { appointmentsData } from './appointments/index.ts'
import { audiencesData } from './audiences/index.ts'
import { collectData } from './collect/index.ts'
import { commerceData } from './commerce/index.ts'
import { importsData } from './imports/index.ts'
import { insightData } from './insight/index.ts'
import { integrationData } from './integration/index.ts'
import { leadsData } from './leads/index.ts'
import { ledgerData, memberData } from './membership/index.ts'
import { messagesData } from './messages/index.ts'
import {
  assignmentData,
  identityData,
  type PersonalData,
  profileData,
  searchData,
} from './profile/index.ts'
import { promotionData } from './promotion/index.ts'
import { reviewsData } from './reviews/index.ts'
import { shopData } from './shop/index.ts'
import { wishesData } from './wishes/index.ts'

export const everyPersonalData: readonly PersonalData[] = [
  ...reviewsData,
  ...wishesData,
  ...promotionData,
  ...integrationData,
  ...insightData,
  ...importsData,
  ...messagesData,
  ...ledgerData,
  ...leadsData,
  ...appointmentsData,
  ...shopData,
  ...commerceData,
  // After orders, whose going notes whoever's level may change.
  ...memberData,
  ...collectData,
  ...assignmentData,
  ...profileData,
  ...searchData,
  // After what rules read: none lets her in again.
  ...audiencesData,
  ...identityData,
]
