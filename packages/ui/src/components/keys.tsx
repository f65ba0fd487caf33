// Keys that are pressed together, each as it looks on the keyboard.
export function Keys({ names }: { names: readonly string[] }) {
  return (
    <span class="keys">
      {names.map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
