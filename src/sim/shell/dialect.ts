/** Which shell is spoken: BusyBox's ash (`sh` in Alpine) or GNU bash 5.3. */
export type Dialect = 'ash' | 'bash';
