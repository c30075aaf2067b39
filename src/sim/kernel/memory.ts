/** The machine's memory, in bytes. */
export const MEMORY = 2 * 1024 ** 3;

/** What a small program takes: the processes here have no memory that could be counted, and count as large as BusyBox. */
export const PROCESS_MEMORY = 420 * 1024;
