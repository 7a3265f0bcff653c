// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { ServerHealth } from './server-health';

describe('ServerHealth', () => {
  it('remembers since when the server is down, and asks until it is back', async () => {
    const probe = vi.fn().mockRejectedValueOnce(new Error()).mockResolvedValue(true);
    const health = new ServerHealth(probe, () => Promise.resolve());
    const back = new Promise<void>((resolve) => {
      health.watch((now) => {
        if (!now.down_since) resolve();
      });
    });
    health.failed();
    const since = health.value.down_since;
    expect(since).toBeInstanceOf(Date);
    health.failed();
    expect(health.value.down_since).toBe(since);
    await back;
    expect(probe).toHaveBeenCalledTimes(2);
  });
});
