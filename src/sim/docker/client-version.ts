/** What this CLI says that it is: the packages that Docker itself gives out. */
export const CLIENT = {
  Platform: { Name: 'Docker Engine - Community' },
  Version: '28.5.2',
  GitCommit: 'ecc6942',
  GoVersion: 'go1.25.3',
  Os: 'linux',
  Arch: 'amd64',
  BuildTime: 'Wed Nov  5 14:43:33 2025',
  /** The newest API version that it speaks. */
  DefaultAPIVersion: '1.51',
  Context: 'default',
} as const;
