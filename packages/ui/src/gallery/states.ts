// Lets states that belong to the pointer and the keys be shown standing still: what stands in `data-shown` looks as if it were
// hovered, pressed or focused. The window's own style rules are widened for it, and only in the gallery: no look is written twice.

const pseudoClasses = ['hover', 'active', 'focus-visible', 'focus-within', 'focus'] as const;

export type ShownState = 'hover' | 'active' | 'focus';

/** What is true at once: what is pressed is hovered as well. */
export const shownAs: Record<ShownState, string> = {
  hover: 'hover',
  active: 'hover active',
  focus: 'focus focus-visible focus-within',
};

const states = new RegExp(`:(${pseudoClasses.join('|')})(?![\\w-])`, 'g');

function widen(rules: CSSRuleList): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule && rule.selectorText.search(states) >= 0) {
      rule.selectorText = rule.selectorText.replace(states, ":is(:$1, [data-shown~='$1'])");
    } else if (rule instanceof CSSGroupingRule) widen(rule.cssRules);
  }
}

/** The pages' style sheets come from where the page came from, so they can be read. */
export function showStates(): void {
  for (const sheet of document.styleSheets) widen(sheet.cssRules);
}
