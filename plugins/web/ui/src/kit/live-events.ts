// SPDX-License-Identifier: Apache-2.0

type Handler = (data: unknown) => void;
type Message =
  | { type: 'event'; name: string; data: string }
  | { type: 'want'; names: string[] }
  | { type: 'who-wants' }
  | { type: 'connected' };

/** Sent to all handlers of this name when events may have been missed. */
export const resync = 'curante/resync';

/**
 * The server's events. All windows of a browser share one stream, because HTTP/1.1 allows six
 * connections: the window that holds the lock reads it and passes everything on; when that window
 * closes another takes over.
 */
export class LiveEvents {
  private readonly handlers_ = new Map<string, Set<Handler>>();
  private readonly channel_ = new BroadcastChannel('curante-events');
  private readonly listening_ = new Set<string>();
  private source_: EventSource | undefined;
  private retry_: ReturnType<typeof setTimeout> | undefined;
  private started_ = false;

  constructor(private readonly address_: string) {
    this.channel_.onmessage = ({ data }: MessageEvent<Message>) => this.receive(data);
  }

  /** Begins to take part. Called once somebody is signed in. */
  start(): void {
    if (this.started_) {
      if (this.source_?.readyState === EventSource.CLOSED) this.connect();
      return;
    }
    this.started_ = true;
    void navigator.locks.request('curante-events', () => {
      this.connect();
      // Leader until the window closes.
      return new Promise<void>(() => undefined);
    });
  }

  /** Returns what ends the subscription. */
  on(name: string, handler: Handler): () => void {
    const handlers = this.handlers_.get(name) ?? new Set();
    handlers.add(handler);
    this.handlers_.set(name, handlers);
    if (name !== resync) {
      this.listen(name);
      this.channel_.postMessage({ type: 'want', names: [name] } satisfies Message);
    }
    return () => handlers.delete(handler);
  }

  private receive(message: Message): void {
    if (message.type === 'event') this.dispatch(message.name, message.data);
    if (message.type === 'connected') this.dispatch(resync, 'null');
    if (message.type === 'want') message.names.forEach((name) => this.listen(name));
    if (message.type === 'who-wants') {
      const names = [...this.handlers_.keys()].filter((name) => name !== resync);
      this.channel_.postMessage({ type: 'want', names } satisfies Message);
    }
  }

  private connect(): void {
    clearTimeout(this.retry_);
    this.source_?.close();
    this.listening_.clear();
    const source = new EventSource(this.address_);
    this.source_ = source;
    source.onopen = () => {
      this.channel_.postMessage({ type: 'connected' } satisfies Message);
      this.dispatch(resync, 'null');
    };
    source.onerror = () => {
      // The browser reconnects by itself, except after an answer such as 401 or 503.
      if (source.readyState !== EventSource.CLOSED) return;
      this.retry_ = setTimeout(() => this.connect(), 3000);
    };
    for (const name of this.handlers_.keys()) this.listen(name);
    this.channel_.postMessage({ type: 'who-wants' } satisfies Message);
  }

  private listen(name: string): void {
    if (!this.source_ || name === resync || this.listening_.has(name)) return;
    this.listening_.add(name);
    this.source_.addEventListener(name, (event: MessageEvent<string>) => {
      this.channel_.postMessage({ type: 'event', name, data: event.data } satisfies Message);
      this.dispatch(name, event.data);
    });
  }

  private dispatch(name: string, text: string): void {
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      return;
    }
    for (const handler of [...(this.handlers_.get(name) ?? [])]) handler(data);
  }
}

export const liveEvents = new LiveEvents('/events');
