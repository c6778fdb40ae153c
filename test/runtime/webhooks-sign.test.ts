// Signatures are those of Standard Webhooks 1.0.0: its published vectors, and its two reference packages verify ours.
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from '../../core/webhooks/sign.ts'
import { testHub } from './support.ts'

const vectors = [
  {
    name: 'the canonical vector of every reference library',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    name: 'the example of the manual verification guide',
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    id: 'msg_loFOjxBNrRLzqYUf',
    timestampSeconds: 1731705121,
    body: '{"event_type":"ping","data":{"success":true}}',
    signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  },
  {
    name: 'an empty body',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1614265330,
    body: '',
    signature: 'v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A=',
  },
  {
    name: 'the longest secret',
    secret: `whsec_${'zc3N'.repeat(21)}zQ==`, // 64 bytes
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,Nar14ceXippUWItE8ccxI6J8Z6rn8CcMQrogFkYlXK0=',
  },
]

describe('a signature', () => {
  test.each(vectors)('equals $name', async ({ secret, signature, ...message }) => {
    expect(await signWebhook([secret], message)).toBe(signature)
  })

  test('is accepted by the reference packages, with any live secret', async () => {
    const { ids, clock } = testHub()
    const [first, second] = [newWebhookSecret(ids), newWebhookSecret(ids)]
    const body = '{"type":"custom.ünïcode","data":{"name":"Zoë 🚀"}}'
    const message = { id: 'evt_1', timestampSeconds: Math.floor(clock.now() / 1000), body }
    const headers = {
      'webhook-id': message.id,
      'webhook-timestamp': String(message.timestampSeconds),
      'webhook-signature': await signWebhook([second, first], message),
    }
    for (const secret of [first, second]) {
      expect(new StandardWebhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
      expect(() => new SvixWebhook(secret).verify(body, headers)).not.toThrow()
      expect(() => new StandardWebhook(secret).verify(`${body} `, headers)).toThrow()
    }
    expect(() => new StandardWebhook(newWebhookSecret(ids)).verify(body, headers)).toThrow()
  })

  test('needs a secret of the right form, and an id without a dot', async () => {
    const message = { id: 'evt_1', timestampSeconds: 1, body: '' }
    await expect(signWebhook([], message)).rejects.toThrow('no secret')
    await expect(signWebhook(['secret'], message)).rejects.toThrow('another form')
    await expect(
      signWebhook([vectors[0]?.secret ?? ''], { ...message, id: 'a.b' }),
    ).rejects.toThrow('dot')
  })

  test('is made with 32 random bytes of its own', () => {
    const { ids } = testHub()
    const secrets = new Set(Array.from({ length: 50 }, () => newWebhookSecret(ids)))
    expect(secrets.size).toBe(50)
    for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  })
})
