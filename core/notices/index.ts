// What people are told besides webhooks.
export type { ChatNotice, ChatVerdict, ChatWay } from './chat-way.ts'
export {
  getNoticeSettings,
  noticeSettingsChange,
  presentedNoticeSettings,
  updateNoticeSettings,
} from './notice-settings.ts'
export { sweepNotices } from './sweep-notices.ts'
