import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressOfHost,
  classifyAddress,
  classifyHost,
  isLoopbackHost,
  isPublicAddress,
} from './public-address.ts'

const kinds: Record<ReturnType<typeof classifyAddress>, string[]> = {
  public: [
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '191.255.255.255',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '2001:200::1',
    '2001:db7:ffff::1',
    '2001:db9::1',
    '2003::1',
    '3ffd:ffff::1',
    '2a00:1450:4001:82a:0:0:0:200e',
    '2A00:1450:4001:082A:0000:0000:0000:200E',
  ],
  unspecified: ['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '::0', '0::'],
  loopback: ['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1', '0000::0001', '::0.0.0.1'],
  private: [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.1',
    'fc00::1',
    'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fec0::1',
    'feff::1',
  ],
  link_local: ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf:ffff::1'],
  metadata: [
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd20:ce::254',
  ],
  cgnat: ['100.64.0.0', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  documentation: [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.255',
    '2001:db8::1',
    '3fff::1',
    '3fff:fff::1',
  ],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  translated: [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:8.8.8.8',
    '0:0:0:0:0:ffff:8.8.8.8',
    '::127.0.0.1',
    '::808:808',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::10.0.0.1',
    '64:ff9b:1:ffff::1',
    '2002:7f00:1::',
    '2002:0808:0808::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '192.88.99.1',
  ],
  reserved: [
    '0.0.0.1',
    '0.255.255.255',
    '192.0.0.1',
    '192.0.0.170',
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '240.0.0.1',
    '255.255.255.255',
    '100::1',
    '100:0:0:1::1',
    '64:ff9b:0:1::1',
    '2001:10::1',
    '2001:20::1',
    '2001:30::1',
    '2001:1ff::1',
    '2620:4f:8000::1',
    '3ffe::1',
    '5f00::1',
    '4000::1',
    '8000::1',
    'fe00::1',
    '::1:0:0:0:0',
    '1::1',
  ],
  invalid: [
    '',
    ' 8.8.8.8',
    '8.8.8.8\n',
    '8.8.8',
    '8.8.8.8.',
    '8.8.8.8.8',
    '8.8.8.256',
    '08.8.8.8',
    '010.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    '8.8.8.-1',
    '８.8.8.8',
    '8.8.8.8:80',
    '1e1.1.1.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '1:2:3:4::5:6:7:8',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '::12345',
    '::g',
    '::+1',
    '::0x1',
    '::1.2.3',
    '::1.2.3.04',
    '1.2.3.4::',
    '::1.2.3.4:5',
    'fe80::1%eth0',
    'fe80::1%25eth0',
    '[::1]',
    '::1/128',
    'example.com',
  ],
}

describe('classifyAddress', () => {
  for (const [kind, addresses] of Object.entries(kinds)) {
    it.each(addresses)(`takes %j for ${kind}`, (ip) => {
      expect(classifyAddress(ip)).toBe(kind)
      expect(isPublicAddress(ip)).toBe(kind === 'public')
    })
  }

  it('never takes an IPv6 form that carries an IPv4 address for public', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::', '::ffff:', '64:ff9b::'), (ip, prefix) => {
        expect(isPublicAddress(prefix + ip)).toBe(false)
      }),
    )
  })

  it('gives one verdict for every spelling of an IPv6 address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const normalized = new URL(`http://[${ip}]/`).hostname.slice(1, -1)
        expect(classifyAddress(ip)).not.toBe('invalid')
        expect(classifyAddress(ip.toUpperCase())).toBe(classifyAddress(normalized))
      }),
    )
  })

  it('never throws, and takes for an address only what the URL parser takes for one', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.%[]x '), maxLength: 50 })
    fc.assert(
      fc.property(text, (ip) => {
        if (classifyAddress(ip) === 'invalid') return
        const host = ip.includes(':') ? `[${ip}]` : ip
        expect(URL.canParse(`http://${host}/`)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('classifyHost after new URL()', () => {
  it.each([
    ['http://2130706433/', '127.0.0.1', 'loopback'],
    ['http://0x7f000001/', '127.0.0.1', 'loopback'],
    ['http://017700000001/', '127.0.0.1', 'loopback'],
    ['http://0177.0.0.1/', '127.0.0.1', 'loopback'],
    ['http://127.1/', '127.0.0.1', 'loopback'],
    ['http://127.0.0.1./', '127.0.0.1', 'loopback'],
    ['http://①②⑦.0.0.1/', '127.0.0.1', 'loopback'],
    ['http://127。0。0。1/', '127.0.0.1', 'loopback'],
    ['http://%31%32%37.0.0.1/', '127.0.0.1', 'loopback'],
    ['http://0/', '0.0.0.0', 'unspecified'],
    ['http://0xa9fea9fe/', '169.254.169.254', 'metadata'],
    ['http://[::1]/', '::1', 'loopback'],
    ['http://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe', 'translated'],
    ['http://user@8.8.8.8:80/', '8.8.8.8', 'public'],
  ])('reads %s as the address %s, which is %s', (url, address, kind) => {
    const { hostname } = new URL(url)
    expect(classifyHost(hostname)).toBe('address')
    expect(addressOfHost(hostname)).toBe(address)
    expect(classifyAddress(address)).toBe(kind)
  })

  it.each([
    'https://example.com/',
    'https://EXAMPLE.com./',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/',
    'https://a_b.example.com/',
    'https://localhost.example.com/',
    'https://notlocal.example/',
    'https://internal.example.com/',
    'https://1.2.3.4.example.com/',
  ])('takes %s for a name', (url) => {
    expect(classifyHost(new URL(url).hostname)).toBe('name')
  })

  it.each([
    'http://localhost/',
    'http://LOCALHOST./',
    'http://ｌocalhost/',
    'http://app.localhost/',
    'http://app.localhost./',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://nas.home.arpa/',
    'http://host.localdomain/',
    'http://intranet/',
    'http://site.onion/',
    'http://a..example.com/',
    'http://example.com../',
    `http://${'a'.repeat(64)}.example/`,
    `http://${'a.'.repeat(126)}aa/`,
    'http://-a.example/',
  ])('forbids %s', (url) => {
    expect(classifyHost(new URL(url).hostname)).toBe('forbidden')
  })
})

describe('classifyHost on what no URL parser has seen', () => {
  it.each([
    '',
    '.',
    'a b.example',
    'bücher.example',
    'example.com:80',
    'example.com/',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '1.2.3.4.5',
    'foo.0x',
    'foo.5',
    '[::1',
    '[::1%eth0]',
    '[127.0.0.1]',
    'fe80::1%eth0',
  ])('forbids %j', (host) => {
    expect(classifyHost(host)).toBe('forbidden')
  })

  it('takes 253 characters and no more, with or without the trailing dot', () => {
    const name = `${'a.'.repeat(125)}com`
    expect(name).toHaveLength(253)
    expect(classifyHost(name)).toBe('name')
    expect(classifyHost(`${name}.`)).toBe('name')
    expect(classifyHost(`a${name}`)).toBe('forbidden')
  })

  it('reads a bare IPv6 address as an address', () => {
    expect(classifyHost('::1')).toBe('address')
  })
})

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '::1'])(
    'says yes to %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )

  it.each(['localhost.example.com', 'notlocalhost', '10.0.0.1', '[::ffff:7f00:1]', '0.0.0.0', ''])(
    'says no to %j',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false)
    },
  )
})
