// What one driver sees: the hazard ahead that an alert told of, how far and how soon.

import { byId } from './dom.js';
import { cameras, count, kindOf, stateOf } from './words.js';

const reach = 1500; // metres
const metresPerDegree = 111195;
const apart = (a, b) => Math.abs(((a - b + 540) % 360) - 180);

/** The nearest hazard in front of a car whose driver was told of it, or null. Distances are straight lines. */
export function hazardAhead(car, hazards) {
  let best = null;
  for (const hazard of hazards) {
    if (hazard.state === 'cleared' || !car.told.has(hazard.id)) continue;
    const north = (hazard.latitude - car.latitude) * metresPerDegree;
    const east = (hazard.longitude - car.longitude) * metresPerDegree * Math.cos((car.latitude * Math.PI) / 180);
    const metres = Math.hypot(north, east);
    const bearing = (Math.atan2(east, north) * 180) / Math.PI;
    if (metres > reach || apart(bearing, car.course) > 75 || apart(hazard.course, car.course) > 100) continue;
    if (!best || metres < best.metres) best = { hazard, metres };
  }
  return best;
}

export class DriverView {
  constructor(map, cars) {
    Object.assign(this, { map, cars });
    this.isShown = false;
    cars.onFrame = () => this.follow();
    this.select = byId('car');
    this.select.addEventListener('change', () => this.update(this.hazards ?? []));
  }

  pick(id) {
    this.select.value = String(id);
    this.update(this.hazards ?? []);
  }

  /** Once a second, after the cars have moved. */
  update(hazards) {
    this.hazards = hazards;
    this.offer();
    const car = this.isShown ? this.car(hazards) : null;
    this.cars.selected = car?.id ?? null;
    if (!this.isShown) return;
    const ahead = car && hazardAhead(car, hazards);
    byId('speed').textContent = car ? count(car.speed * 3.6) : '–';
    const state = ahead ? ahead.hazard.state : 'none';
    byId('ahead').dataset.state = state;
    byId('what').textContent = ahead
      ? `${stateOf(ahead.hazard).name}: ${kindOf(ahead.hazard).name.toLowerCase()} ahead, ${cameras(ahead.hazard.cameras)}.`
      : car ? `Car ${car.id}: no alert.` : 'Pick a car, or wait for one to be warned.';
    document.querySelector('#ahead .figures').hidden = byId('nearing').hidden = !ahead;
    if (ahead) {
      byId('metres').textContent = count(ahead.metres);
      byId('seconds').textContent = car.speed > 1 ? count(ahead.metres / car.speed) : '–';
      byId('nearing').value = reach - ahead.metres;
    }
    this.follow();
  }

  /** Keeps the car in the middle of what the panel leaves free of the map. */
  follow() {
    const { map } = this;
    const car = this.isShown && byId('follow').checked && this.cars.cars.get(this.cars.selected);
    if (!car) return;
    const place = this.cars.place(car, performance.now());
    const [whole, panel] = [map.getContainer(), byId('panel')].map((each) => each.getBoundingClientRect());
    const covered = panel.left < whole.right ? Math.max(0, whole.bottom - panel.top) : 0;
    const zoom = map.getZoom();
    map.setView(map.unproject(map.project(place, zoom).add([0, covered / 2]), zoom), zoom, { animate: false });
  }

  car(hazards) {
    if (this.select.value !== '') return this.cars.cars.get(Number(this.select.value)) ?? null;
    // Stay with one as long as it has something ahead.
    const current = this.cars.cars.get(this.cars.selected);
    if (current && hazardAhead(current, hazards)) return current;
    let soonest = null;
    for (const car of this.cars.cars.values()) {
      const ahead = car.speed > 3 && hazardAhead(car, hazards);
      const seconds = ahead ? ahead.metres / car.speed : Infinity;
      if (seconds > 8 && (!soonest || seconds < soonest.seconds)) if (ahead) soonest = { car, seconds };
    }
    return soonest?.car ?? current ?? null;
  }

  offer() {
    const ids = [...this.cars.cars.keys()].sort((a, b) => a - b);
    if (this.select.options.length === ids.length + 1) return;
    const chosen = this.select.value;
    this.select.replaceChildren(this.select.options[0], ...ids.map((id) => new Option(`car ${id}`, id)));
    this.select.value = chosen;
  }
}
