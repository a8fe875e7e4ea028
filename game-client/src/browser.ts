/**
 * What a visit needs of the browser: sockets, timers, the clock, and the maps that the server of this page serves.
 */
import type { Socket } from './net/connection.ts';
import type { PlayOptions } from './play.ts';
import type { MapFile } from './sim/map.ts';

export const BROWSER: Pick<PlayOptions, 'openSocket' | 'schedule' | 'now' | 'loadMap' | 'url'> = {
  openSocket: (url, protocols) => new WebSocket(url, [...protocols]) as unknown as Socket,
  schedule: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
  loadMap: async (hash) => {
    const answer = await fetch(`/maps/${hash}.json`);
    if (!answer.ok) {
      throw new Error(`map ${hash}: status ${answer.status}`);
    }
    return (await answer.json()) as MapFile;
  },
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
};
