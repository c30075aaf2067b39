/** A byte count as `ifconfig` scales it: `2.4 KiB`, in powers of 1024, cut after one decimal. */
export function scaleBytes(bytes: number): string {
  let whole = bytes;
  let tenth = 0;
  let unit = 0;
  while (whole >= 1024 && unit < 4) {
    tenth = Math.floor(((whole % 1024) * 10) / 1024);
    whole = Math.floor(whole / 1024);
    unit++;
  }
  return `${whole}.${tenth} ${['', 'Ki', 'Mi', 'Gi', 'Ti'][unit]}B`;
}
