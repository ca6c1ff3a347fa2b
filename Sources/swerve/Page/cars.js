// Cars as small arrows on one canvas, moved smoothly between the positions that come once a second.

import { calm, color } from './map.js';

const glow = 6000; // ms that a warned car is shown as such
const longestGlide = 2500; // ms between two positions that is still driven smoothly

export class Cars {
  constructor(map, onPick) {
    this.map = map;
    this.cars = new Map();
    this.selected = null;
    this.arrived = 0;
    this.glide = 1000;
    const pane = map.createPane('cars');
    pane.classList.add('cars-pane');
    this.canvas = document.createElement('canvas');
    this.canvas.id = 'cars';
    this.canvas.setAttribute('aria-hidden', 'true');
    pane.append(this.canvas);
    map.on('move zoomend resize viewreset', () => this.draw());
    map.on('zoomstart', () => this.canvas.classList.add('away'));
    map.on('zoomend', () => this.canvas.classList.remove('away'));
    map.on('click', (event) => {
      const near = this.nearest(event.containerPoint, 18);
      if (near !== null) onPick(near);
    });
    const frame = () => {
      if (!calm.matches && !document.hidden) {
        this.onFrame?.();
        this.draw();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** `list` is [[id, latitude, longitude, course, metres per second], …]. */
  update(list) {
    const now = performance.now();
    if (this.arrived) this.glide = Math.min(longestGlide, Math.max(100, now - this.arrived));
    this.arrived = now;
    const seen = new Set();
    for (const [id, latitude, longitude, course, speed] of list) {
      const old = this.cars.get(id);
      const from = old ? this.place(old, now) : [latitude, longitude];
      seen.add(id);
      const { warned = -Infinity, told = new Set() } = old ?? {};
      this.cars.set(id, { id, latitude, longitude, course, speed, from, warned, told });
    }
    for (const id of this.cars.keys()) if (!seen.has(id)) this.cars.delete(id);
    this.canvas.dataset.count = this.cars.size;
    if (calm.matches) this.draw();
  }

  /** The driver of a car is told of a hazard. */
  warn(id, hazard) {
    const car = this.cars.get(id);
    if (!car) return;
    car.warned = performance.now();
    car.told.add(hazard);
  }

  place(car, now) {
    const share = calm.matches ? 1 : Math.min(1, (now - this.arrived) / this.glide);
    return [car.from[0] + (car.latitude - car.from[0]) * share, car.from[1] + (car.longitude - car.from[1]) * share];
  }

  nearest(point, reach) {
    const now = performance.now();
    let best = null;
    for (const car of this.cars.values()) {
      const away = this.map.latLngToContainerPoint(this.place(car, now)).distanceTo(point);
      if (away < reach) [best, reach] = [car.id, away];
    }
    return best;
  }

  draw() {
    const { map, canvas } = this;
    const size = map.getSize();
    const density = devicePixelRatio || 1;
    if (canvas.width !== Math.round(size.x * density) || canvas.height !== Math.round(size.y * density)) {
      canvas.width = Math.round(size.x * density);
      canvas.height = Math.round(size.y * density);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    window.L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = canvas.getContext('2d');
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    const colors = { car: color('--car'), edge: color('--car-edge'), alert: color('--alert') };
    const scale = Math.min(2, Math.max(0.75, 2 ** ((map.getZoom() - 14.5) * 0.5)));
    const now = performance.now();
    for (const car of this.cars.values()) this.drawCar(pen, car, now, scale, colors);
  }

  drawCar(pen, car, now, scale, colors) {
    const { x, y } = this.map.latLngToContainerPoint(this.place(car, now));
    const since = (now - car.warned) / glow;
    const isSelected = car.id === this.selected;
    if (since < 1) {
      pen.globalAlpha = 1 - since;
      pen.strokeStyle = colors.alert;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(x, y, (calm.matches ? 10 : 7 + 12 * Math.min(1, since * 6)) * scale, 0, 7);
      pen.stroke();
      pen.globalAlpha = 1;
    }
    pen.save();
    pen.translate(x, y);
    if (isSelected) {
      pen.fillStyle = colors.alert;
      pen.globalAlpha = 0.22;
      pen.beginPath();
      pen.arc(0, 0, 17, 0, 7);
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.rotate((car.course * Math.PI) / 180);
    const unit = scale * (isSelected ? 1.6 : 1);
    pen.scale(unit, unit);
    pen.beginPath();
    pen.moveTo(0, -5.4);
    pen.lineTo(3.7, 4.2);
    pen.lineTo(0, 2.2);
    pen.lineTo(-3.7, 4.2);
    pen.closePath();
    pen.lineJoin = 'round';
    pen.lineWidth = 2;
    pen.strokeStyle = colors.edge;
    pen.stroke();
    pen.fillStyle = isSelected || since < 1 ? colors.alert : colors.car;
    pen.fill();
    pen.restore();
  }
}
