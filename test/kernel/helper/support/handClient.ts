import { Channel, encodeFrame, FrameDecoder } from '../../../../src/protocol/frames';
import type { RunningHelper } from './runningHelper';

export interface Answer {
  id?: unknown;
  result?: unknown;
  error?: { data?: { code: string } };
}

/** Speaks JSON-RPC by hand, as a client that need not be ours. */
export class HandClient {
  private readonly decoder = new FrameDecoder();
  private readonly waiting = new Map<unknown, (answer: Answer) => void>();
  private lastId = 0;

  constructor(private readonly to: RunningHelper) {
    to.stream.on('data', (chunk: Buffer) => {
      this.decoder.push(chunk);
      for (let frame = this.decoder.next(); frame !== undefined; frame = this.decoder.next()) {
        if (frame.channel === Channel.json) {
          const answer = JSON.parse(frame.payload.toString()) as Answer;
          this.waiting.get(answer.id)?.(answer);
        }
      }
    });
  }

  ask(method: string, params: unknown): Promise<Answer> {
    return this.askRaw(method, JSON.stringify(params));
  }

  /** `params` as JSON text, which can hold keys that an object literal cannot. */
  askRaw(method: string, params: string): Promise<Answer> {
    const { id, frame } = this.request(method, params);
    this.to.stream.write(frame);
    return this.answerTo(id);
  }

  /** A request as the bytes it is sent as, with its number. */
  request(method: string, params: string): { id: number; frame: Buffer } {
    const id = ++this.lastId;
    const head = `"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}`;
    return { id, frame: encodeFrame(Channel.json, Buffer.from(`{${head},"params":${params}}`)) };
  }

  answerTo(id: number): Promise<Answer> {
    return new Promise(resolve => this.waiting.set(id, resolve));
  }

  send(payload: string | Buffer): void {
    this.to.stream.write(encodeFrame(Channel.json, Buffer.from(payload)));
  }
}
