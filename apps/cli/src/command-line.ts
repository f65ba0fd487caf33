// How a command for this profile is typed, for the sentences that name one.

/** @param words like `daemon` @returns like `./loom daemon --profile ann` */
export type CommandLine = (words: string) => string;

const defaultProfile = 'default';

/** `./loom` passes on how it was called. */
export function readCommandLine(options: { profile?: string }, environment: NodeJS.ProcessEnv): CommandLine {
  const program = nonEmpty(environment['LOOM_COMMAND']) ?? 'loom';
  const typed = /^[\w./~-]+$/.test(program) ? program : `'${program.replaceAll("'", String.raw`'\''`)}'`;
  const profile = readProfile(options, environment);
  const flag = profile === defaultProfile ? '' : ` --profile ${profile}`;
  return (words) => `${typed} ${words}${flag}`;
}

export function readProfile(options: { profile?: string }, environment: NodeJS.ProcessEnv): string {
  return options.profile ?? nonEmpty(environment['LOOM_PROFILE']) ?? defaultProfile;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
