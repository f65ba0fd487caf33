// The widths of the window at which its panes stand otherwise: the same as in styles/layout.css.

/** One pane at a time. */
export const narrow = '(max-width: 719px)';
/** The details stand beside the conversation; below that they lie over it. */
export const threeColumns = '(min-width: 1180px)';
