// What a person wants to be told, kind by kind and way by way, and whether what is not urgent comes as one letter a day.
// Not authorized here: everybody's settings are their own, and only a member has any.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { AppError } from '../contract/errors.ts'
import { type NoticeKind, type NoticeWay, noticeKinds, noticeWays } from '../contract/notices.ts'
import { type NoticeSettingsRow, selectNoticeSettings, settingsId } from '../db/queries/notices.ts'
import { type NoticeChoices, noticeSettings } from '../db/schema/index.ts'
import { writeChange } from '../db/write.ts'
import { catalogue } from './catalogue.ts'

export interface NoticePreferences {
  readonly digest: 'off' | 'daily'
  /** 0 to 23, UTC. */
  readonly digestHour: number
  readonly choices: NoticeChoices
}

const standard: NoticePreferences = { digest: 'off', digestHour: 7, choices: {} }

const choice = z.strictObject({ mail: z.boolean().optional(), slack: z.boolean().optional() })

export const noticeSettingsChange = z.strictObject({
  digest: z.enum(['off', 'daily']).optional(),
  /** UTC. */
  digestHour: z.number().int().min(0).max(23).optional(),
  notices: z.partialRecord(z.enum(noticeKinds), choice).optional(),
})

const presentedWay = z.object({ on: z.boolean(), mutable: z.boolean() })

export const presentedNoticeSettings = z.object({
  digest: z.enum(['off', 'daily']),
  digestHour: z.number().int(),
  notices: z.array(
    z.object({
      kind: z.enum(noticeKinds),
      title: z.string(),
      description: z.string(),
      audience: z.string(),
      ways: z.object({ mail: presentedWay, slack: presentedWay, webhook: z.string() }),
    }),
  ),
})

export type PresentedNoticeSettings = z.output<typeof presentedNoticeSettings>

/** @throws AppError person_required for programs */
export async function getNoticeSettings(ctx: Ctx): Promise<PresentedNoticeSettings> {
  return present(await read(ctx, meOf(ctx)))
}

/** @throws AppError person_required; invalid_request for a way that cannot be turned off */
export async function updateNoticeSettings(
  ctx: Ctx,
  change: z.output<typeof noticeSettingsChange>,
): Promise<PresentedNoticeSettings> {
  const memberId = meOf(ctx)
  refuseImmutable(change.notices ?? {})
  const before = await read(ctx, memberId)
  const after: NoticePreferences = {
    digest: change.digest ?? before.digest,
    digestHour: change.digestHour ?? before.digestHour,
    choices: merged(before.choices, change.notices ?? {}),
  }
  const { organizationId } = ctx
  const row: NoticeSettingsRow = {
    id: settingsId(organizationId, memberId),
    organizationId,
    memberId,
    ...after,
    updatedAt: ctx.clock.now(),
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .insert(noticeSettings)
          .values(row)
          .onConflictDoUpdate({ target: noticeSettings.id, set: row }),
      },
    ],
    audit: {
      action: 'notice_settings.update',
      target: { type: 'member', id: memberId },
      values: { ...change },
    },
    answer: present(after),
  })
  return answer
}

/** Whether that person is told of that kind by that way. What cannot be turned off is on. */
export function isOn(
  preferences: Pick<NoticePreferences, 'choices'> | undefined,
  kind: NoticeKind,
  way: NoticeWay,
): boolean {
  const rule = catalogue[kind].ways[way]
  if (!rule.mutable) return rule.on
  return preferences?.choices[kind]?.[way] ?? rule.on
}

function meOf(ctx: Ctx): string {
  const memberId = ctx.actor.type === 'app' ? null : memberIdOf(ctx.actor)
  if (memberId === null) {
    throw new AppError('person_required', 'Only a person is told anything: sign in.')
  }
  return memberId
}

async function read(ctx: Ctx, memberId: string): Promise<NoticePreferences> {
  const found = await selectNoticeSettings(ctx.db, ctx.organizationId, [memberId])
  return found.get(memberId) ?? standard
}

function refuseImmutable(choices: NoticeChoices): void {
  const errors = noticeKinds.flatMap((kind) =>
    noticeWays
      .filter((way) => choices[kind]?.[way] === false && !catalogue[kind].ways[way].mutable)
      .map((way) => ({ path: `notices.${kind}.${way}`, message: 'cannot be turned off' })),
  )
  if (errors.length > 0) {
    throw new AppError('invalid_request', 'Some fields are not valid.', { errors })
  }
}

function merged(before: NoticeChoices, change: NoticeChoices): NoticeChoices {
  const kinds = noticeKinds.filter((kind) => before[kind] ?? change[kind])
  return Object.fromEntries(kinds.map((kind) => [kind, { ...before[kind], ...change[kind] }]))
}

function present({ digest, digestHour, choices }: NoticePreferences): PresentedNoticeSettings {
  const wayOf = (kind: NoticeKind, way: NoticeWay) => ({
    on: isOn({ choices }, kind, way),
    mutable: catalogue[kind].ways[way].mutable,
  })
  return {
    digest,
    digestHour,
    notices: noticeKinds.map((kind) => {
      const { title, description, audience, webhook } = catalogue[kind]
      const ways = { mail: wayOf(kind, 'mail'), slack: wayOf(kind, 'slack'), webhook }
      return { kind, title, description, audience, ways }
    }),
  }
}
