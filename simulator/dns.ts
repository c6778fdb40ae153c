// The pretend DNS, as DNS over HTTPS in JSON (`application/dns-json`, the form Cloudflare and Google document).
// `GET /dns/dns-query?name=&type=`. `POST /_control/dns { name, type, value }` sets an answer (`value`: a string, a list, or null to
// forget). Names nobody set have the A record 93.184.215.14, except those under `.invalid`, which do not exist (RFC 6761).
import type {
  SimulatorAnswer,
  SimulatorWorld,
  VendorSimulator,
} from '../core/contract/simulator.ts'

const types: Record<string, number> = { A: 1, NS: 2, CNAME: 5, MX: 15, TXT: 16, AAAA: 28, CAA: 257 }
const defaultAddress = '93.184.215.14'
const ttlSeconds = 60
const cnameHopsMax = 8

interface Answer {
  name: string
  type: number
  TTL: number
  data: string
}

const normal = (name: string) => name.toLowerCase().replace(/\.$/, '')
const typeName = (type: string) =>
  Object.keys(types).find((key) => key === type.toUpperCase() || String(types[key]) === type)

function resolve(
  world: SimulatorWorld,
  asked: string,
  type: string,
): { status: number; answers: Answer[] } {
  const records = world.table<string[]>('records')
  const answers: Answer[] = []
  let name = asked
  for (let hop = 0; hop < cnameHopsMax; hop++) {
    const found = records.get(`${name} ${type}`)
    if (found) {
      for (const value of found) {
        const data = type === 'TXT' ? JSON.stringify(value) : value
        answers.push({ name, type: types[type] ?? 0, TTL: ttlSeconds, data })
      }
      return { status: 0, answers }
    }
    const alias = records.get(`${name} CNAME`)?.[0]
    if (alias === undefined) break
    answers.push({ name, type: 5, TTL: ttlSeconds, data: alias })
    name = normal(alias)
  }
  if (name === 'invalid' || name.endsWith('.invalid')) return { status: 3, answers }
  const isSet = Object.keys(types).some((key) => records.get(`${name} ${key}`))
  if (type === 'A' && !isSet) answers.push({ name, type: 1, TTL: ttlSeconds, data: defaultAddress })
  return { status: 0, answers }
}

export const simulator: VendorSimulator = {
  id: 'dns',
  name: 'DNS',
  async handle(request, world): Promise<SimulatorAnswer> {
    const name = normal(request.query.get('name') ?? '')
    const type = typeName(request.query.get('type') ?? 'A')
    if (request.path !== '/dns-query' || request.method !== 'GET')
      return { status: 404, json: { error: 'not found' } }
    if (name === '' || !type)
      return { status: 400, json: { error: 'name and a known type are required' } }
    const { status, answers } = resolve(world, name, type)
    const question = [{ name, type: types[type] }]
    const json = {
      Status: status,
      TC: false,
      RD: true,
      RA: true,
      AD: false,
      CD: false,
      Question: question,
      ...(answers.length > 0 ? { Answer: answers } : {}),
    }
    return { status: 200, headers: { 'content-type': 'application/dns-json' }, json }
  },
  async control(request, world): Promise<SimulatorAnswer | null> {
    if (request.path !== '') return null
    const records = world.table<string[]>('records')
    if (request.method === 'DELETE') {
      records.clear()
      return { status: 204 }
    }
    if (request.method !== 'POST') return null
    const { name, type, value } = (request.body ?? {}) as Record<string, unknown>
    const known = typeof type === 'string' ? typeName(type) : undefined
    const values = value === null ? [] : Array.isArray(value) ? value : [value]
    if (
      typeof name !== 'string' ||
      name === '' ||
      !known ||
      values.some((item) => typeof item !== 'string')
    ) {
      return {
        status: 400,
        json: {
          error: `name, type (${Object.keys(types).join(', ')}) and value (text, list or null) are required`,
        },
      }
    }
    const key = `${normal(name)} ${known}`
    if (value === null) records.delete(key)
    else records.put(key, values as string[])
    return { status: 200, json: { name: normal(name), type: known, value } }
  },
}
