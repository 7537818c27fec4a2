import type { BridgeClient, Credentials, Opening } from "../bridge/client";
import { ProblemError } from "../bridge/errors";
import type { Memory } from "./memory";

/** The visitor's one conversation: opened when it is first needed, found again after a reload. */
export class Conversation {
  private opening: Promise<Credentials> | null = null;

  constructor(
    private readonly client: BridgeClient,
    private readonly memory: Memory,
    private readonly about: () => Opening,
    private readonly onLost: () => void,
  ) {}

  get credentials(): Credentials | null {
    return this.memory.credentials;
  }

  /** Runs a call with the conversation's credentials. A conversation that is refused is replaced by a new one, once. */
  async use<T>(call: (credentials: Credentials) => Promise<T>): Promise<T> {
    const credentials = await this.ensure();
    try {
      return await call(credentials);
    } catch (error) {
      if (!this.lostBy(error, credentials)) throw error;
      return await call(await this.ensure());
    }
  }

  /** Whether this error means that the conversation is gone; if so it is forgotten, and the next use opens a new one. */
  lostBy(error: unknown, credentials: Credentials): boolean {
    if (!(error instanceof ProblemError && error.credentialsRefused)) return false;
    if (this.memory.credentials?.conversationId === credentials.conversationId) this.forget();
    return true;
  }

  forget(): void {
    this.memory.credentials = null;
    this.onLost();
  }

  private async ensure(): Promise<Credentials> {
    const stored = this.memory.credentials;
    if (stored !== null) return stored;
    this.opening ??= this.open();
    try {
      return await this.opening;
    } finally {
      this.opening = null;
    }
  }

  private async open(): Promise<Credentials> {
    const credentials = await this.client.open(this.about());
    this.memory.credentials = credentials;
    return credentials;
  }
}
