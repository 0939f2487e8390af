/**
 * The flags that Node is started with. A signal must not open the debugger, and V8 lets a heap grow to several times its live size
 * before it collects garbage: reading ten thousand jobs makes a lot of short-lived text, and with growth limited to a third
 * at a time the process stays at about half the size. Answers live and die in the young heap, whose pages V8 does not give
 * back: with twice this size ten thousand jobs take 35 MB more, with half of it a board costs a third more (`pnpm bench
 * serve`). Set from within (`v8.setFlagsFromString`) they have no effect: the heap exists by then. Authorities that this machine
 * trusts are trusted besides Node's own. Without the flags the server works all the same, in more memory, and trusts Node's
 * authorities alone.
 */
export const nodeFlags = [
  '--disable-sigusr1',
  '--use-system-ca',
  '--max-semi-space-size=8',
  '--heap-growing-percent=30',
] as const;

/**
 * Variables that the allocator of the GNU C library reads when a process begins: one arena for all threads, and memory that is
 * free at its end goes back at once. At rest the process is a tenth smaller with them (malloc(3), mallopt(3)). Other systems
 * leave them alone.
 */
export const allocatorSettings = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' } as const;
