// Server-sent events. The browser reconnects by itself with Last-Event-ID; where it gives up (an error page instead of a
// stream), this asks again.

const againAfter = 3000; // ms

/** Listens for named events until the page is left. `onState` hears 'connecting', 'live' or 'reconnecting'. */
export function listen(url, handlers, onState) {
  let wasLive = false;
  const open = () => {
    onState(wasLive ? 'reconnecting' : 'connecting');
    const source = new EventSource(url);
    source.onopen = () => {
      wasLive = true;
      onState('live');
    };
    source.onerror = () => {
      onState(wasLive ? 'reconnecting' : 'connecting');
      if (source.readyState === EventSource.CLOSED) setTimeout(open, againAfter);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(name === 'status' ? event.data : parsed(event.data)));
    }
  };
  open();
}

/** Null for what is not JSON: one bad event must not stop the page. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The worse of several streams, shown in one place. */
export function showConnection(element, names) {
  const states = Object.fromEntries(names.map((name) => [name, 'connecting']));
  const words = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting' };
  return (name, state) => {
    states[name] = state;
    const all = Object.values(states);
    const worst = ['reconnecting', 'connecting', 'live'].find((each) => all.includes(each));
    if (element.dataset.state === worst) return;
    element.dataset.state = worst;
    element.querySelector('.text').textContent = words[worst];
  };
}
