// What a person sees on the way in: the page of a link, and the page of one that no longer works, which offers another.
import { AppError, type ErrorCode } from '../../core/contract/errors.ts'
import type { Region } from '../../core/contract/regions.ts'
import type { Brand } from '../../core/mail/brand.ts'
import type { SignUp } from '../../core/organizations/index.ts'
import { escapeHtml, page } from '../page.ts'

/** One button: opening the page uses nothing up. The form posts to where it stands, its query included. */
export function linkPage(way: { brand: Brand; email: string }): Response {
  const name = escapeHtml(way.brand.displayName)
  return page(
    'Sign in',
    `<h1>Sign in to ${name}</h1>
     <dl><dt>Organization</dt><dd>${name}</dd><dt>Account</dt><dd>${escapeHtml(way.email)}</dd></dl>
     <form method="post"><button type="submit" autofocus>Sign in</button></form>
     <p class="quiet">This link works once. You did not ask for it? Close this page.</p>`,
    { brand: way.brand },
  )
}

const regionNames: Readonly<Record<Region, string>> = {
  eu: 'European Union',
  us: 'United States',
  apac: 'Asia-Pacific',
}

/** What a sign-up's link would make. */
export function signUpPage(wanted: SignUp): Response {
  return page(
    'Begin your organization',
    `<h1>Begin ${escapeHtml(wanted.organizationName)}</h1>
     <dl><dt>Organization</dt><dd>${escapeHtml(wanted.organizationName)}</dd><dt>Owner</dt><dd>${escapeHtml(wanted.name)}</dd>
     <dt>Account</dt><dd>${escapeHtml(wanted.email)}</dd><dt>Region</dt><dd>${regionNames[wanted.region]}</dd></dl>
     <form method="post"><button type="submit" autofocus>Begin</button></form>
     <p class="quiet">Its data lies in that region, and stays there. You did not ask for it? Close this page.</p>`,
  )
}

/** After a sign-up's link: it was used, and its owner signs in; or it is late, and is asked for again. */
export const toSignUp =
  '<p><a class="button" href="/sign-in">Sign in</a></p><p><a href="/sign-up">Begin anew</a></p>'

const anotherLink = `<form method="post" action="/sign-in/link">
  <label for="email">Your address</label>
  <input id="email" name="email" type="email" required maxlength="254" autocomplete="email">
  <button type="submit">Send another link</button></form>`

interface Refusal {
  readonly status: number
  readonly title: string
  readonly says: string
  readonly offer: string
}

const toSignIn = '<p><a href="/sign-in">To the sign-in page</a></p>'

const refusals: Partial<Record<ErrorCode, Refusal>> = {
  unauthenticated: {
    status: 410,
    title: 'This link no longer works',
    says: 'It was used, it is too old, or it is not one of ours. Links work once, and for a short time.',
    offer: anotherLink,
  },
  organization_suspended: {
    status: 403,
    title: 'The organization is suspended',
    says: 'Nobody can sign in to it now. Its owner can ask the operator of this hub why.',
    offer: '',
  },
  rate_limited: {
    status: 429,
    title: 'Too many tries',
    says: 'Too many tries came from your network. Wait a few minutes, then try again.',
    offer: toSignIn,
  },
  forbidden: {
    status: 403,
    title: 'This is not open here',
    says: 'Ask somebody of your organization to invite you.',
    offer: toSignIn,
  },
}

/** A refusal as a page. What has no page of its own is thrown again and answered as everywhere. */
export function refusedPage(error: unknown, offer?: string): Response {
  const refusal = error instanceof AppError ? refusals[error.code] : undefined
  if (!(error instanceof AppError) || !refusal) throw error
  const answer = page(
    refusal.title,
    `<h1>${escapeHtml(refusal.title)}</h1><p>${escapeHtml(refusal.says)}</p>${offer ?? refusal.offer}`,
    { status: refusal.status },
  )
  const { retryAfterSeconds } = error.options
  if (retryAfterSeconds !== undefined) {
    answer.headers.set('retry-after', String(retryAfterSeconds))
  }
  return answer
}

/** The same for every address. */
export function sentPage(): Response {
  return page(
    'Look into your mail',
    '<h1>Look into your mail</h1><p>If the address belongs to somebody here, a letter with a link is on its way to it.</p>',
    { status: 202 },
  )
}

export function wrongAddressPage(): Response {
  return page(
    'That is no address',
    `<h1>That is no address</h1><p class="wrong">Type the address that your organization knows you by.</p>${anotherLink}`,
    { status: 400 },
  )
}
