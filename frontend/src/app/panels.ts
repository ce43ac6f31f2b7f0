/* F6: the next scrolling panel of the screen, from where the focus is. */
const PANELS = '[role="region"][tabindex="0"], aside[tabindex="0"], [data-panel]';

export function focusNextPanel() {
  const main = document.getElementById('main');
  if (!main) return;
  const panels = [...main.querySelectorAll<HTMLElement>(PANELS)].filter(
    (panel) => panel.offsetParent !== null,
  );
  const at = panels.findLastIndex((panel) => panel.contains(document.activeElement));
  const next = panels[(at + 1) % panels.length] ?? main;
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1;
  next.focus();
}
