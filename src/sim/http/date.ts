const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const pad = (value: number): string => String(value).padStart(2, '0');

/** Days since 1970 → year, month, day (Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, civil_from_days). */
const civilFromDays = (days: number): readonly [year: number, month: number, day: number] => {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
};

/** An HTTP date (RFC 9110 §5.6.7), as `Tue, 24 Nov 2026 05:56:42 GMT`. @param realtime µs since 1970 */
export const httpDate = (realtime: number): string => {
  const seconds = Math.floor(realtime / 1_000_000);
  const days = Math.floor(seconds / 86400);
  const time = seconds - days * 86400;
  const [year, month, day] = civilFromDays(days);
  const clock = `${pad(Math.floor(time / 3600))}:${pad(Math.floor(time / 60) % 60)}:${pad(time % 60)}`;
  return `${DAYS[days % 7]}, ${pad(day)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')} ${clock} GMT`;
};
