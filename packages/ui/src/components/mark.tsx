// The mark of Loom: two threads, each bent into an L, the second the first one turned by half; they cross over once and under once.

export function Mark({ size }: { size: number }) {
  return <img class="mark" src="/mark.svg" width={size} height={size} alt="" />;
}
