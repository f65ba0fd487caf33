// The one place that says which version of Loom this is; package.json files follow it and a test compares them.
export const loomVersion = '0.1.0';
