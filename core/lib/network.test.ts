// What counts as one network.
import { describe, expect, it } from 'vitest'
import { networkOf } from './network.ts'

describe('networkOf', () => {
  it('takes an IPv4 address for itself', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  })

  it('takes the first 64 bits of an IPv6 address, however it is spelled', () => {
    for (const address of [
      '2001:db8:0:1::7',
      '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
      '2001:DB8:0:1:0:0:0:0',
    ]) {
      expect(networkOf(address)).toBe('2001:db8:0:1::/64')
    }
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('::2:3')).toBe('0:0:0:0::/64')
  })

  it('knows no network of this machine, of nothing, and of garbage', () => {
    for (const address of [
      null,
      '',
      '127.0.0.1',
      '::1',
      'x',
      'evil.example',
      '1.2.3.4/8',
      ':'.repeat(60),
    ]) {
      expect(networkOf(address)).toBeNull()
    }
  })
})
