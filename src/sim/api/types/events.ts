type EventType = 'builder' | 'container' | 'daemon' | 'image' | 'network' | 'node' | 'plugin' | 'volume';

/** `GET /events`: one object per line. The first three are set for containers and images only. */
export interface EventMessage {
  status?: string;
  id?: string;
  from?: string;
  Type: EventType;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope?: string;
  /** Unix time in seconds. */
  time?: number;
  /** Unix time in nanoseconds; more digits than a double holds, hence a decimal string here and a number in the JSON. */
  timeNano?: string;
}
