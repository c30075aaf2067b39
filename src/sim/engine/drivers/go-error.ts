import { isErrno } from '../../kernel/errno.ts';

/** An error number's text as Go's syscall package has it; others as they are. */
export const goError = (error: unknown): string =>
  isErrno(error) ? error.message.charAt(0).toLowerCase() + error.message.slice(1) : String(error);
