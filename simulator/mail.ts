// The pretend mail provider: letters the hub sends are kept and shown, and go nowhere.
// `POST /mail/send { to, subject, text, html }`, once for each `Idempotency-Key`; `GET /_control/mail` lists them, newest last.
import type { SimulatorAnswer, VendorSimulator } from '../core/contract/simulator.ts'

interface Letter {
  to: string
  subject: string
  text: string
  html: string | null
  at: string
}

export const simulator: VendorSimulator = {
  id: 'mail',
  name: 'Mail',
  async handle(request, world): Promise<SimulatorAnswer> {
    if (request.path !== '/send') return { status: 404, json: { error: 'not found' } }
    if (request.method !== 'POST') return { status: 405, json: { error: 'method not allowed' } }
    const letter = (request.body ?? {}) as Record<string, unknown>
    const { to, subject, text, html = null } = letter
    if (
      typeof to !== 'string' ||
      !to.includes('@') ||
      typeof subject !== 'string' ||
      typeof text !== 'string'
    ) {
      return { status: 400, json: { error: 'to, subject and text are required' } }
    }
    const letters = world.table<Letter>('letters')
    const key = request.headers['idempotency-key']
    const id = key === undefined ? `mail_${world.randomId(20)}` : `mail_${key}`
    // Sent again under the same key: one letter, as providers that honour it do.
    if (letters.get(id)) return { status: 202, json: { id } }
    const at = new Date(world.now()).toISOString()
    letters.put(id, { to, subject, text, html: typeof html === 'string' ? html : null, at })
    return { status: 202, json: { id } }
  },
  async control(request, world): Promise<SimulatorAnswer | null> {
    if (request.path !== '') return null
    const letters = world.table<Letter>('letters')
    if (request.method === 'GET') return { status: 200, json: letters.all() }
    if (request.method !== 'DELETE') return null
    letters.clear()
    return { status: 204 }
  },
  panel(world) {
    const rows = world.table<Letter>('letters').all().reverse().slice(0, 20)
    return {
      title: 'Letters',
      columns: ['To', 'Subject', 'Text'],
      rows: rows.map((letter) => [letter.to, letter.subject, letter.text]),
    }
  },
}
