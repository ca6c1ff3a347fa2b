// The owner's trips: a list, and the chosen one as a line on the map with what happened on the way.

import { Pages, trip } from './archive.js';
import { KeyedList, button, byId, make } from './dom.js';
import { color } from './map.js';
import { count, day, incident, incidents, kilometres, span } from './words.js';

export class Trips {
  /** `onPlay(clip, what)` hears of a clip that the reader wants to see. */
  constructor(map, onPlay) {
    Object.assign(this, { map, onPlay });
    this.pages = new Pages('trips', (trip) => trip.started_at ?? trip.ended_at ?? '');
    this.list = new KeyedList(byId('trips'), (id) => this.row(id), (row, item) => this.fill(row, item));
    this.chosen = null;
    byId('older-trips').addEventListener('click', () => this.pages.loadOlder().then(() => this.show(), () => {}));
  }

  async refresh() {
    await this.pages.refresh();
    this.show();
    if (this.chosen && this.isOpen(this.chosen)) await this.draw(this.chosen, false);
  }

  show() {
    this.list.show(this.pages.newestFirst());
    byId('older-trips').hidden = !this.pages.older;
  }

  /** Whether it goes on, so that its line grows. */
  isOpen(id) {
    const item = this.pages.items.get(id);
    return item !== undefined && !item.ended_at;
  }

  row(id) {
    const row = make('li');
    const head = button('', undefined, () => this.choose(this.chosen === id ? null : id));
    head.append(make('span', 'name'), make('span', 'age'), make('span', 'detail'));
    row.append(head, make('ul', 'incidents'));
    row.dataset.tripId = id;
    return row;
  }

  fill(row, item) {
    row.dataset.ended = Boolean(item.ended_at);
    row.querySelector('.name').textContent = day(item.started_at);
    row.querySelector('.age').textContent = item.ended_at ? span(item.duration_s) : 'on the road';
    const parts = item.ended_at
      ? [kilometres(item.distance_m), Number.isFinite(item.score) ? `score ${count(item.score)} of 100` : 'no score']
      : [];
    row.querySelector('.detail').textContent = [...parts, incidents(item.incidents)].join(' · ');
    row.querySelector('button').setAttribute('aria-expanded', this.chosen === item.id);
  }

  async choose(id) {
    this.chosen = id;
    this.line?.remove();
    this.line = null;
    for (const [each, row] of this.list.rows) {
      row.querySelector('button').setAttribute('aria-expanded', each === id);
      if (each !== id) row.querySelector('.incidents').replaceChildren();
    }
    if (id) await this.draw(id, true).catch(() => {});
  }

  async draw(id, isNew) {
    const detail = await trip(id);
    if (this.chosen !== id) return;
    const L = window.L;
    const points = detail.track.coordinates.map(([longitude, latitude]) => [latitude, longitude]);
    this.line?.remove();
    this.line = L.featureGroup().addTo(this.map);
    if (points.length > 1) {
      L.polyline(points, { className: 'trip-line', color: color('--alert'), weight: 5, interactive: false })
        .addTo(this.line);
    }
    for (const event of detail.events) {
      if (!event.position) continue;
      const place = [event.position[1], event.position[0]];
      L.circleMarker(place, { className: 'trip-incident', radius: 7, color: color('--sure'), weight: 3 })
        .bindTooltip(incident(event).name).addTo(this.line);
    }
    if (isNew && points.length > 1) this.map.fitBounds(this.line.getBounds(), { padding: [30, 30] });
    const rows = detail.events.map((event) => this.incidentRow(event));
    this.list.rows.get(id)?.querySelector('.incidents').replaceChildren(...rows);
  }

  incidentRow(event) {
    const row = make('li', '', `${day(event.time)} ${incident(event).name}, ${incident(event).strength}`);
    if (event.clip?.state === 'stored') row.append(button('play', 'Play', () => this.onPlay(event.clip, event)));
    return row;
  }
}
