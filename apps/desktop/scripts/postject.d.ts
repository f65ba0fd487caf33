// What is used of postject, which brings no types of its own.
declare module 'postject' {
  /** Puts a resource into an executable, and turns the fuse on that says so. */
  export function inject(
    filename: string,
    resourceName: string,
    resourceData: Buffer,
    options: { readonly sentinelFuse: string; readonly machoSegmentName?: string },
  ): Promise<void>;
}
