import { booleanFilter, type Filters, validateFilters } from './filters.ts';

/** Managed plugins, of which there are none: they come from a registry (moby plugin/backend_linux.go, List). */
export function listPlugins(filters: Filters): never[] {
  validateFilters(filters, ['enabled', 'capability']);
  booleanFilter(filters, 'enabled', true);
  return [];
}
