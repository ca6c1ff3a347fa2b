// The panel beside the map (below it on a phone): hazards, alerts, tabs.

import { byId, make } from './dom.js';
import { sign } from './hazards.js';
import { age, cameras, clock, count, kindOf, stateOf, states } from './words.js';

const alertsKept = 40;

export class Panel {
  constructor(now, onPick) {
    Object.assign(this, { now, onPick });
    this.rows = new Map();
    this.alertTotal = 0;
    this.tabs = [...document.querySelectorAll('#tabs [role=tab]')];
    for (const tab of this.tabs) tab.addEventListener('click', () => this.choose(tab));
    byId('tabs').addEventListener('keydown', (event) => this.step(event));
    byId('handle').addEventListener('click', () => this.open(byId('panel').dataset.open !== 'true'));
    for (const [state, { name, means }] of Object.entries(states)) {
      const term = make('dt');
      term.innerHTML = sign({ state, grade: { suspected: 4, confirmed: 10, clearing: 6 }[state], cameras: 10 }, 30);
      term.querySelector('text')?.remove();
      term.append(name);
      document.querySelector('.legend').append(term, make('dd', '', means));
    }
  }

  open(isOpen) {
    byId('panel').dataset.open = isOpen;
    byId('handle').setAttribute('aria-expanded', isOpen);
  }

  choose(tab) {
    for (const each of this.tabs) {
      const isChosen = each === tab;
      each.setAttribute('aria-selected', isChosen);
      each.tabIndex = isChosen ? 0 : -1;
      byId(each.getAttribute('aria-controls')).hidden = !isChosen;
    }
    this.open(true);
    this.onTab?.(tab.id.slice(4));
  }

  step(event) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const at = this.tabs.findIndex((tab) => tab.tabIndex === 0);
    const next = this.tabs[(at + move + this.tabs.length) % this.tabs.length];
    this.choose(next);
    next.focus();
  }

  showHazards(list) {
    const rows = list.map((hazard) => this.row(hazard));
    const ids = new Set(list.map((hazard) => hazard.id));
    for (const id of this.rows.keys()) if (!ids.has(id)) this.rows.delete(id);
    const held = document.activeElement;
    byId('hazards').replaceChildren(...rows);
    if (held?.isConnected && held.closest('#hazards')) held.focus();
    const live = list.filter((hazard) => hazard.state !== 'cleared');
    const sure = live.filter((hazard) => hazard.state === 'confirmed').length;
    byId('hazard-count').textContent = count(live.length);
    byId('summary').textContent = live.length
      ? `${count(live.length)} ${live.length === 1 ? 'hazard' : 'hazards'}, ${count(sure)} confirmed`
      : 'No hazards';
    this.tick();
  }

  row(hazard) {
    let row = this.rows.get(hazard.id);
    if (!row) {
      row = make('li');
      const button = make('button');
      button.type = 'button';
      button.append(make('span', 'picture'), make('span', 'name'), make('span', 'detail'), make('span', 'age'));
      button.addEventListener('click', () => {
        this.open(false);
        this.onPick(hazard.id);
      });
      row.append(button);
      this.rows.set(hazard.id, row);
    }
    row.hazard = hazard;
    Object.assign(row.dataset, { hazardId: hazard.id, state: hazard.state, grade: hazard.grade });
    row.querySelector('.picture').innerHTML = sign(hazard, 38);
    row.querySelector('.name').textContent = kindOf(hazard).name;
    row.querySelector('.detail').textContent =
      `${stateOf(hazard).name} · ${cameras(hazard.cameras)} · grade ${hazard.grade}`;
    return row;
  }

  /** Ages count up. */
  tick() {
    for (const row of this.rows.values()) {
      row.querySelector('.age').textContent = age(this.now() - row.hazard.opened);
    }
  }

  showAlert(alert, hazard) {
    this.alertTotal += 1;
    byId('alert-count').textContent = count(this.alertTotal);
    const what = (hazard ? kindOf(hazard).name : 'a hazard').toLowerCase();
    const item = make('li');
    item.dataset.car = alert.car;
    item.append(
      make('time', 'age', clock(alert.t)),
      make('span', 'name', `Car ${alert.car} warned`),
      make('span', 'detail', `${count(alert.distance_m)} m before ${what}`));
    const list = byId('alerts');
    list.prepend(item);
    while (list.children.length > alertsKept) list.lastChild.remove();
  }
}
