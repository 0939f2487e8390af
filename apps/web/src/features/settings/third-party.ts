export type ThirdParty = { name: string; licence: string; holder: string };

/** The parts of others in the built web application. */
export const thirdParties: readonly ThirdParty[] = [
  { name: 'Inter (typeface)', licence: 'SIL Open Font License 1.1', holder: 'The Inter Project Authors' },
  { name: 'React', licence: 'MIT', holder: 'Meta Platforms, Inc. and affiliates' },
  { name: 'TanStack Query', licence: 'MIT', holder: 'Tanner Linsley' },
  { name: 'Tailwind CSS', licence: 'MIT', holder: 'Tailwind Labs, Inc.' },
  { name: 'wouter', licence: 'Unlicense', holder: 'released into the public domain' },
];
