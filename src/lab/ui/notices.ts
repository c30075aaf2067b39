import { signal } from '@preact/signals';

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** Something the dock tells the reader, with what can be done about it. Any action takes it away. */
export interface Notice {
  readonly text: string;
  readonly actions: readonly NoticeAction[];
  /** It answers what the reader just did: the focus goes to its first action. */
  readonly answers?: boolean;
}

/** What a notice is about; a newer one takes the place of the one before. */
export type Topic = 'block' | 'reset' | 'keeping' | 'other-tab' | 'crash' | 'clipboard' | 'saving' | 'views' | 'share';

export const notices = signal<ReadonlyMap<Topic, Notice>>(new Map());
/** What is only said, to readers who listen. */
export const announcement = signal('');

export function tell(topic: Topic, notice: Notice): void {
  notices.value = new Map([...notices.value].filter(([other]) => other !== topic)).set(topic, notice);
}

export function dismiss(topic: Topic): void {
  if (notices.value.has(topic)) notices.value = new Map([...notices.value].filter(([other]) => other !== topic));
}
