import { InsightFrame } from '../InsightFrame.tsx'
import { AlertsPanel } from './AlertsPanel.tsx'
import { MailPanel } from './MailPanel.tsx'
import { ReportsPanel } from './ReportsPanel.tsx'
import { RobotsPanel } from './RobotsPanel.tsx'

/** What is told by itself: alerts, reports, and the group chats that hear of them. */
export function WatchPage() {
  return (
    <InsightFrame code="alerts">
      <AlertsPanel />
      <ReportsPanel />
      <RobotsPanel />
      <MailPanel />
    </InsightFrame>
  )
}
