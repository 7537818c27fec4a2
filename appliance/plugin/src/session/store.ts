import { reduce, type Action } from "./reducer";
import { INITIAL, type ChatState } from "./state";

/** The one state of the chat, and who wants to know when it changes. */
export class Store {
  private current = INITIAL;
  private readonly listeners: ((state: ChatState, before: ChatState) => void)[] = [];

  get state(): ChatState {
    return this.current;
  }

  dispatch(action: Action): void {
    const before = this.current;
    this.current = reduce(before, action);
    if (this.current !== before) for (const listener of this.listeners) listener(this.current, before);
  }

  subscribe(listener: (state: ChatState, before: ChatState) => void): void {
    this.listeners.push(listener);
  }
}
