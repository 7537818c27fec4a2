import { en } from "./en";
import { zh } from "./zh";

/** Everything the visitor reads or hears, in one language. */
export interface Texts {
  /** As the bridge wants it. */
  readonly language: string;
  /** As HTML wants it: decides which shapes Han characters take. */
  readonly htmlLanguage: string;
  readonly launcher: string;
  readonly openWithUnread: (count: number) => string;
  readonly title: string;
  readonly minimise: string;
  readonly greeting: string;
  readonly messages: string;
  readonly placeholder: string;
  readonly yourMessage: string;
  readonly send: string;
  readonly aiMark: string;
  readonly aiNotice: string;
  readonly helpful: string;
  readonly unhelpful: string;
  readonly rateGroup: string;
  readonly thanks: string;
  readonly person: string;
  readonly personAsking: string;
  readonly personHere: string;
  readonly inLine: string;
  readonly botTyping: string;
  readonly personTyping: string;
  readonly toLatest: string;
  readonly quickReplies: string;
  readonly endConversation: string;
  readonly startOver: string;
  readonly resend: string;
  readonly reconnect: string;
  readonly saidBy: { readonly customer: string; readonly bot: string; readonly person: string; readonly system: string };
  readonly status: { readonly bot: string; readonly waiting: string; readonly person: string; readonly closed: string };
  readonly delivery: { readonly sending: string; readonly queued: string };
  readonly failure: { readonly too_long: string; readonly refused: string; readonly trouble: string };
  readonly banner: {
    readonly connecting: string;
    readonly starting: string;
    readonly offline: string;
    readonly asking: string;
    readonly forbidden: string;
    readonly refused: string;
    readonly waiting: (position: number | null) => string;
    readonly person: string;
    readonly closed: string;
  };
}

/**
 * The texts for a language tag: what the page asks for, else what the browser prefers. Anything that is not Chinese reads English.
 *
 * @param asked the page's `data-locale`, or null
 * @param preferred the browser's language
 */
export function textsFor(asked: string | null, preferred: string): Texts {
  return /^zh\b/i.test(asked ?? preferred) ? zh : en;
}
