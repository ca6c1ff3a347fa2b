// Hazards on the map: a ring of ten that fills camera by camera, with a sign of its own for each state.

import { age, cameras, clock, heading, kindOf, sentence, stateOf } from './words.js';

const clearedStays = 20000; // ms of the reader's time that a cleared hazard is still shown

export class Hazards {
  /** `onChange(list)` hears of every change, newest first; `onConfirmed(hazard)` once for each that becomes certain. */
  constructor(map, now, onChange, onConfirmed) {
    Object.assign(this, { map, now, onChange, onConfirmed });
    this.known = new Map();
    this.markers = new Map();
  }

  /** Takes a GeoJSON feature; an older revision, a repetition or nonsense changes nothing. */
  absorb(feature) {
    const hazard = hazardFrom(feature);
    if (!hazard) return;
    const old = this.known.get(hazard.id);
    if (old && old.revision >= hazard.revision) return;
    if (!old && hazard.state === 'cleared') return;
    this.known.set(hazard.id, hazard);
    this.show(hazard);
    if (hazard.state === 'confirmed' && old?.state !== 'confirmed') this.onConfirmed(hazard);
    if (hazard.state === 'cleared') setTimeout(() => this.forget(hazard.id), clearedStays);
    this.onChange(this.list());
  }

  list() {
    return [...this.known.values()].sort((a, b) => b.opened - a.opened || (a.id < b.id ? -1 : 1));
  }

  focus(id) {
    const marker = this.markers.get(id);
    if (!marker) return;
    this.map.setView(marker.getLatLng(), Math.max(this.map.getZoom(), 15.5));
    marker.openPopup();
  }

  /** Ages count up while a popup is open. */
  tick() {
    for (const [id, marker] of this.markers) if (marker.isPopupOpen()) this.fillPopup(id, marker);
  }

  show(hazard) {
    const L = window.L;
    const icon = L.divIcon({ className: 'hazard', iconSize: [56, 56], html: sign(hazard) });
    let marker = this.markers.get(hazard.id);
    if (marker) {
      marker.setIcon(icon).setLatLng([hazard.latitude, hazard.longitude]);
    } else {
      marker = L.marker([hazard.latitude, hazard.longitude], { icon, riseOnHover: true }).addTo(this.map);
      marker.bindPopup(document.createElement('div'), { closeButton: true, minWidth: 210, maxWidth: 260 });
      marker.on('popupopen', () => this.fillPopup(hazard.id, marker));
      this.markers.set(hazard.id, marker);
    }
    const element = marker.getElement();
    Object.assign(element.dataset, { hazardId: hazard.id, state: hazard.state, grade: hazard.grade });
    element.setAttribute('role', 'button');
    element.setAttribute('aria-label', `${stateOf(hazard).name}: ${kindOf(hazard).name}, ${cameras(hazard.cameras)}`);
    marker.setZIndexOffset(hazard.state === 'confirmed' ? 1000 : 0);
    if (marker.isPopupOpen()) this.fillPopup(hazard.id, marker);
  }

  fillPopup(id, marker) {
    const hazard = this.known.get(id);
    if (!hazard) return;
    const lines = [
      ['strong', kindOf(hazard).name],
      ['p', sentence(hazard)],
      ['p', `${stateOf(hazard).name}. ${stateOf(hazard).means}`],
      ['p', `On the way ${heading(hazard.course)}. Open for ${age(this.now() - hazard.opened)}, grade ${hazard.grade} of 10.`],
    ];
    if (hazard.state !== 'cleared') lines.push(['p', `Ends at ${clock(hazard.until)} if nobody notices it again.`]);
    const content = marker.getPopup().getContent();
    content.replaceChildren(
      ...lines.map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text })));
  }

  forget(id) {
    this.markers.get(id)?.remove();
    this.markers.delete(id);
    this.known.delete(id);
    this.onChange(this.list());
  }
}

function hazardFrom(feature) {
  const [longitude, latitude] = feature?.geometry?.coordinates ?? [];
  const about = feature?.properties;
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude) || !about?.id) return null;
  const number = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);
  return {
    id: String(about.id), revision: number(about.revision), state: String(about.state), kind: String(about.kind),
    grade: number(about.grade), cameras: number(about.cameras), opened: number(about.opened_ms),
    until: number(about.expected_until_ms), course: number(about.course), latitude, longitude,
  };
}

/** An SVG made of numbers and known words only: ten dashes around a shape that tells the state without its colour. */
export function sign(hazard, size = 56) {
  const state = ['suspected', 'confirmed', 'clearing', 'cleared'].includes(hazard.state) ? hazard.state : 'suspected';
  const filled = Math.min(10, Math.max(0, Math.round(Number(hazard.grade) || 0)));
  let ring = '';
  for (let index = 0; index < 10; index += 1) {
    const [a, b] = [index * 36 - 86, index * 36 - 58].map((degrees) => (degrees * Math.PI) / 180);
    const at = (angle) => `${(24 + 19 * Math.cos(angle)).toFixed(2)} ${(24 + 19 * Math.sin(angle)).toFixed(2)}`;
    ring += `<path class="${index < filled ? 'full' : 'open'}" d="M${at(a)}A19 19 0 0 1 ${at(b)}"/>`;
  }
  const shapes = {
    suspected: '<path class="core" d="M24 11 37 24 24 37 11 24Z"/>',
    confirmed: '<path class="core" d="M18.6 11h10.8L37 18.6v10.8L29.4 37H18.6L11 29.4V18.6Z"/>',
    clearing: '<circle class="core" cx="24" cy="24" r="12.5"/>',
    cleared: '<circle class="core" cx="24" cy="24" r="12.5"/><path class="tick" d="m18 24.5 4.2 4.3L30.3 20"/>',
  };
  const number = Math.round(Number(hazard.cameras) || 0);
  const text = state === 'cleared' ? '' : `<text x="24" y="28.8" text-anchor="middle">${number}</text>`;
  const way = Number(hazard.course) || 0;
  const arrow = size < 40 ? '' : `<path class="way" transform="rotate(${way} 24 24)" d="M24-7 30.5 1.5h-13Z"/>`;
  const box = `viewBox="-8 -8 64 64" width="${size}" height="${size}"`;
  return `<svg class="sign" data-state="${state}" ${box} aria-hidden="true">` +
    `<circle class="back" cx="24" cy="24" r="22"/>${ring}${shapes[state]}${text}${arrow}</svg>`;
}
