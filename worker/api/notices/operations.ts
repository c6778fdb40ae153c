// `/v1/me/notices`: what the person who asks is told, and by which way.
import {
  getNoticeSettings,
  noticeSettingsChange,
  presentedNoticeSettings,
  updateNoticeSettings,
} from '../../../core/notices/index.ts'
import { defineOperation } from '../../operation.ts'

export const noticeOperations = [
  defineOperation({
    id: 'getMyNotices',
    method: 'get',
    path: '/v1/me/notices',
    tag: 'Identity',
    summary: 'What you are told, and by which way',
    description: 'For a person who is signed in.',
    permission: null,
    status: 200,
    response: presentedNoticeSettings,
    run: (ctx) => getNoticeSettings(ctx),
  }),
  defineOperation({
    id: 'updateMyNotices',
    method: 'patch',
    path: '/v1/me/notices',
    tag: 'Identity',
    summary: 'Choose what you are told, and by which way',
    description: 'For a person who is signed in. What is not named stays as it is.',
    permission: null,
    body: noticeSettingsChange,
    status: 200,
    response: presentedNoticeSettings,
    run: (ctx, { body }) => updateNoticeSettings(ctx, body),
  }),
]
