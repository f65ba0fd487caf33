// What runs in the page while the window is measured: it samples each frame, and says when something stands there painted.
// A string, because it belongs to the page: it knows its class names, and nothing of who asks.

/** A strip of the message area this high, in pixels, with no row in it counts as blank: no gap between two rows is. */
const blankFrom = 48;

export const probe = `(() => {
  const list = () => document.querySelector('.messages');
  const painted = () => new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    requestAnimationFrame(() => channel.port2.postMessage(null));
  });

  /** The highest strip of the message area that belongs to rows and shows none. */
  const bare = () => {
    const area = list();
    if (area === null) return 0;
    const { top, bottom } = area.getBoundingClientRect();
    const rows = area.querySelector('.message-rows').getBoundingClientRect();
    let at = Math.max(top, rows.top);
    let most = 0;
    const boxes = [...area.querySelectorAll('.message-rows > li')].map((row) => row.getBoundingClientRect());
    for (const box of boxes.sort((a, b) => a.top - b.top)) {
      if (box.top > bottom) break;
      most = Math.max(most, box.top - at);
      at = Math.max(at, box.bottom);
    }
    return Math.max(most, Math.min(bottom, rows.bottom) - at);
  };
  const rowsInSight = () => document.querySelectorAll('.message-rows > li').length > 0 && bare() < ${blankFrom};

  window.benchShown = async () => {
    for (;;) {
      const at = await painted();
      if (rowsInSight()) return at;
    }
  };

  let run;
  const sample = (now) => {
    if (run === undefined) return;
    const { last } = run;
    run.last = now;
    if (last !== undefined) run.frames.push(now - last);
    const rows = document.querySelectorAll('.message-rows > li').length;
    run.mostRows = Math.max(run.mostRows, rows);
    if (bare() >= ${blankFrom}) run.blankSince ??= last ?? now;
    else if (run.blankSince !== undefined) {
      run.blank = Math.max(run.blank, now - run.blankSince);
      run.blankSince = undefined;
    }
    requestAnimationFrame(sample);
  };
  window.benchBegin = () => {
    run = { frames: [], blank: 0, mostRows: 0 };
    requestAnimationFrame(sample);
  };
  window.benchEnd = () => {
    const { frames, blank, mostRows } = run;
    run = undefined;
    return { frames, blank, mostRows };
  };

  /** From a key that goes down until what it wrote is painted. */
  window.benchKeys = [];
  addEventListener('keydown', ({ timeStamp }) => {
    void painted().then((at) => window.benchKeys.push(at - timeStamp));
  }, true);
  window.benchPressed = 0;
  addEventListener('pointerdown', ({ timeStamp }) => (window.benchPressed = timeStamp), true);

  /** As far as this each frame, until the message with this number stands there. */
  window.benchRoll = (pixels, number) => new Promise((resolve) => {
    const stands = () => [...document.querySelectorAll('.bubble-text')].some((text) => text.textContent.startsWith(number + ' '));
    const turn = () => {
      if (stands()) return resolve();
      list().scrollTop += pixels;
      requestAnimationFrame(turn);
    };
    turn();
  });
})();`;
