// Keeps the window where it is: a file that is dropped where nothing takes it would be opened in its place. Knows nothing of who
// takes files.

export function keepWindow(): void {
  // What takes a file has said so before it comes to the window, or says so after this.
  const refuse = (event: DragEvent): void => {
    if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  addEventListener('dragover', refuse);
  addEventListener('drop', refuse);
}
