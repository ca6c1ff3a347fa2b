// The strip that shows the flow: how much passes each stage, every second.

import { count, rate, stages } from './words.js';

export class Flow {
  constructor(element) {
    this.list = element.querySelector('ol');
    this.lag = element.querySelector('#lag');
    this.items = new Map();
    for (const name of ['cameras', 'sightings', 'admitted', 'hazards', 'alerts']) this.item(name);
  }

  item(name) {
    let item = this.items.get(name);
    if (item) return item;
    item = document.createElement('li');
    item.dataset.stage = name;
    for (const [tag, part] of [['span', 'name'], ['b', 'rate'], ['span', 'total']]) {
      item.append(Object.assign(document.createElement(tag), { className: part }));
    }
    item.querySelector('.name').textContent = name;
    item.querySelector('.rate').textContent = '–';
    item.querySelector('.total').textContent = stages[name] ?? '';
    item.title = stages[name] ?? name;
    this.list.append(item);
    this.items.set(name, item);
    return item;
  }

  showCameras(number) {
    const item = this.item('cameras');
    item.querySelector('.rate').textContent = count(number);
    item.classList.toggle('moving', number > 0);
  }

  /** `flow` is { stages: [{ name, rate, total }], lag }. */
  show(flow) {
    for (const stage of flow?.stages ?? []) {
      const item = this.item(String(stage.name));
      const unit = Object.assign(document.createElement('small'), { textContent: '/s' });
      item.querySelector('.rate').replaceChildren(rate(stage.rate), unit);
      item.querySelector('.total').textContent = `${count(stage.total)} in all`;
      item.classList.toggle('moving', stage.rate > 0);
    }
    this.lag.hidden = !(flow?.lag > 0);
    this.lag.textContent = `${count(flow?.lag ?? 0)} records behind`;
  }
}
